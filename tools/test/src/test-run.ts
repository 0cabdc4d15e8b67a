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

/** `unit int libs/kafka -t name`: kinds first, the rest is for jest. No kind means all of them. */
export function splitArguments(args: readonly string[]): { kinds: readonly Kind[]; forJest: readonly string[] } {
  const asked = KINDS.filter((kind) => args.includes(kind));
  const forJest = args.filter((arg) => !KINDS.some((kind) => kind === arg));
  return { kinds: asked.length > 0 ? asked : KINDS, forJest };
}
