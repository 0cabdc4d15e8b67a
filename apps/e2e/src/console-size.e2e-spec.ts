import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

const LIMIT_BYTES = 200 * 1024;

describe('the console as it is built', () => {
  it('loads no more than 200 kB of script at first, gzip', () => {
    const chunks = JSON.parse(readFileSync('dist/console/manifest.json', 'utf8')) as Record<string, Chunk>; // vite's own form
    const entry = Object.keys(chunks).find((name) => chunks[name]?.isEntry === true) ?? '';
    const first = new Set<string>();
    const load = (name: string): void => {
      if (first.has(name)) return;
      first.add(name);
      chunks[name]?.imports?.forEach(load);
    };
    load(entry);
    const bytes = [...first].map(
      (name) => gzipSync(readFileSync(join('dist/console', chunks[name]?.file ?? ''))).length,
    );
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(LIMIT_BYTES);
  });
});
