import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Proof {
  readonly name: string;
  readonly rule: string;
  readonly refusedBy: readonly string[];
}

describe('the boundaries that the linter keeps', () => {
  const output = execFileSync(process.execPath, [join(__dirname, 'prove-boundaries.mjs')], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  const proofs = JSON.parse(output.trim().split('\n').at(-1) ?? '[]') as Proof[]; // what the script prints last

  it.each(proofs)('refuses: $name', ({ rule, refusedBy }) => {
    expect(refusedBy).toContain(rule);
  });

  it('proves every kind of rule', () => {
    expect(proofs.length).toBeGreaterThanOrEqual(15);
  });
});
