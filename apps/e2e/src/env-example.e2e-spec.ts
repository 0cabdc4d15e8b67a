import { execFileSync } from 'node:child_process';

describe('.env.example', () => {
  it('is what the built programs say of their environment', () => {
    expect(() =>
      execFileSync(process.execPath, ['tools/env/generate.mjs', '--check'], { timeout: 60_000, stdio: 'pipe' }),
    ).not.toThrow();
  }, 90_000);
});
