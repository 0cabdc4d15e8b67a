import { CommanderError } from 'commander';
import { z } from 'zod';

/** What scripts may rely on. */
export const exitCodes = {
  ok: 0,
  /** It was asked for and did not succeed: the API refused it, a run ended incomplete, the doctor found a fault. */
  failed: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** Nobody answers, or not to us: no gateway, no valid key, no such right. */
  unreachable: 3,
} as const;

/** The problem that the API answered with. */
const problem = z.object({
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  traceId: z.string(),
  errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string(), hint: z.string() })).optional(),
});

export type Problem = z.output<typeof problem>;

/** An answer that is not 2xx. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
  ) {
    super(problem === null ? `The gateway answered ${String(status)}.` : problem.title);
  }

  static from(status: number, body: unknown): Refused {
    return new Refused(status, problem.safeParse(body).data ?? null);
  }
}

/** Nobody answers at the address. */
export class Unreachable extends Error {}

/** The command line asks for something that makes no sense; nothing was sent. */
export class Misused extends Error {}

/** It was done, and the outcome is not a good one; what there is to say was said. */
export class Unsuccessful extends Error {}

export function exitCodeOf(error: unknown): number {
  // Commander ends --help and --version with an error too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof Misused) return exitCodes.usage;
  if (error instanceof Unreachable) return exitCodes.unreachable;
  if (error instanceof Refused && [401, 403].includes(error.status)) return exitCodes.unreachable;
  return exitCodes.failed;
}

/** Words for people: title, detail, and what to do, field by field. Empty where all was said. */
export function explainFailure(error: unknown): string {
  if (error instanceof CommanderError) return '';
  if (!(error instanceof Refused) || error.problem === null)
    return error instanceof Error ? error.message : String(error);
  const { title, detail, errors = [], traceId } = error.problem;
  return [
    `${title}: ${detail}`,
    ...errors.map(({ field, message, hint }) => `  ${field}: ${message}${hint === '' ? '' : `\n    ${hint}`}`),
    ...(error.status === 401 ? ['  Give a key with --api-key or HALOSYNC_API_KEY.'] : []),
    `  (trace ${traceId})`,
  ].join('\n');
}
