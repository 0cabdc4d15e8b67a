import type { EntityName } from '@halosync/contracts';
import { aboutDuration } from './about-duration';
import type { BudgetUse } from './call-rate';
import { bulkRate } from './call-rate';
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

// A page of a hundred; measured when it matters, which is after Save.
const ANSWER_SECONDS = 0.35;

/** How long a first sync takes, before it is begun: from Halo's own counts, with nothing else using the budget. */
export function forecastFirstSync(
  counts: readonly { readonly entity: EntityName; readonly records: number }[],
  { limit, windowSeconds }: Pick<BudgetUse, 'limit' | 'windowSeconds'>,
  perPage?: number,
): Forecast {
  const loads = counts.map(({ entity, records }) => ({
    entity,
    calls: callsOfBackfill(records, perPage),
    secondsPerCall: ANSWER_SECONDS,
  }));
  const rate = bulkRate({ limit, windowSeconds, lanes: [] }, 'backfill', ANSWER_SECONDS);
  const left = timeLeft(loads, { rate, blockedSeconds: 0, callsBefore: 0 });
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
