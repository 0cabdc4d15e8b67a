// Prints, as JSON, what each program says of its environment (`--describe-environment`), bundled anew.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundleProgram } from '../build/bundle-program.mjs';

const cache = fileURLToPath(new URL('../../.cache/', import.meta.url));
const names = process.argv.slice(2);
const folder = mkdtempSync(join(cache, 'environments-'));
try {
  const described = await Promise.all(
    names.map(async (name) => {
      await bundleProgram(name, { folder });
      const command = [join(folder, name, 'main.js'), '--describe-environment'];
      const { stdout } = await promisify(execFile)(process.execPath, command, { timeout: 30_000 });
      return [name, JSON.parse(stdout)];
    }),
  );
  console.log(JSON.stringify(Object.fromEntries(described)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
