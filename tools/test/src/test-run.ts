import { z } from 'zod';

export const KINDS = ['unit', 'int', 'e2e'] as const;
export type Kind = (typeof KINDS)[number];

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What jest writes with `--json`, as far as we read it. */
export const jestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

/** A file that does not even load counts as one failed test: jest counts none. */
export function totalsOf(report: z.output<typeof jestReport>): Totals {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function sum(all: readonly Totals[]): Totals {
  return all.reduce(
    (total, next) => ({
      passed: total.passed + next.passed,
      failed: total.failed + next.failed,
      skipped: total.skipped + next.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The closing line: "12 passed, 0 failed, 1 skipped". */
export function closingLine({ passed, failed, skipped }: Totals): string {
  return `${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`;
}

export interface Arguments {
  readonly kinds: readonly Kind[];
  readonly forJest: readonly string[];
  /** How long the specs that can go on for longer do so; null in a usual run. */
  readonly soakMinutes: number | null;
}

const SOAK_MINUTES = 20;

/**
 * `unit int libs/kafka -t name`: kinds first, the rest is for jest. No kind means all of them. `soak … --minutes 20` are end
 * to end specs that go on for so long.
 */
export function splitArguments(args: readonly string[]): Arguments {
  const isSoak = args.includes('soak');
  const at = args.indexOf('--minutes');
  const minutes = at < 0 ? SOAK_MINUTES : Number(args[at + 1]);
  if (!(minutes > 0)) throw new Error('--minutes wants a number above 0.');
  const asked = KINDS.filter((kind) => args.includes(kind) || (isSoak && kind === 'e2e'));
  const forJest = args.filter(
    (arg, place) => arg !== 'soak' && !KINDS.some((kind) => kind === arg) && (at < 0 || place < at || place > at + 1),
  );
  return { kinds: asked.length > 0 ? asked : KINDS, forJest, soakMinutes: isSoak ? minutes : null };
}
