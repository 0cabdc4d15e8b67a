import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const run = (script: string, ...args: string[]): string =>
  execFileSync(process.execPath, [join(root, script), ...args], {
    cwd: join(root, 'libs/contracts/proto'),
    encoding: 'utf8',
    timeout: 60_000,
  });

describe('the gRPC contract', () => {
  it('has its generated files as its sources make them', () => {
    expect(() => run('tools/proto/generate.mjs', '--check')).not.toThrow();
  }, 90_000);

  it('keeps to the rules of buf', () => {
    expect(run('node_modules/@bufbuild/buf/bin/buf', 'lint')).toBe('');
  }, 90_000);
});
