import type { EntityName } from '@halosync/contracts';
import { aboutDuration } from './about-duration';
import { bulkPace } from './call-rate';
import { callsOfBackfill } from './calls-left';
import { timeLeft } from './time-left';

export interface Forecast {
  readonly calls: number;
  readonly seconds: number;
  readonly words: string;
  readonly entities: readonly {
    readonly entity: EntityName;
    readonly records: number;
    readonly calls: number;
    readonly seconds: number;
  }[];
}

/** What the test of the connection has seen and cost. */
export interface TestedBudget {
  readonly limit: number;
  readonly windowSeconds: number;
  /** Of a page of a hundred. */
  readonly answerSeconds: number;
  /** Calls of one test: Save makes another, right before the first sync. */
  readonly calls: number;
  /** What Halo really puts on a page. */
  readonly perPage: number | null;
}

/** How long a first sync takes, before it is begun: from Halo's own counts, with nothing else using the budget. */
export function forecastFirstSync(
  counts: readonly { readonly entity: EntityName; readonly records: number }[],
  { limit, windowSeconds, answerSeconds, calls: testCalls, perPage }: TestedBudget,
): Forecast {
  const loads = counts.map(({ entity, records }) => ({
    entity,
    calls: callsOfBackfill(records, perPage ?? undefined),
    secondsPerCall: answerSeconds,
  }));
  const test = {
    lane: 'console',
    used: testCalls,
    busyMs: Array<number>(testCalls).fill(windowSeconds * 1_000),
  } as const;
  const left = timeLeft(loads, bulkPace({ limit, windowSeconds, lanes: [test] }, 'backfill', answerSeconds));
  const seconds = Math.ceil(Math.max(0, ...left.values()));
  return {
    calls: loads.reduce((sum, { calls }) => sum + calls, 0),
    seconds,
    words: aboutDuration(seconds),
    entities: counts.map(({ entity, records }, index) => ({
      entity,
      records,
      calls: loads[index]?.calls ?? 0,
      seconds: Math.ceil(left.get(entity) ?? 0),
    })),
  };
}
