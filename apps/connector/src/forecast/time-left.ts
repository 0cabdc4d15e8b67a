import type { EntityName } from '@halosync/contracts';

export interface EntityLoad {
  readonly entity: EntityName;
  readonly calls: number;
  /** Halo's answer. */
  readonly secondsPerCall: number;
}

export interface Pace {
  /** Calls a second that the budget grants them all together. */
  readonly rate: number;
  /** Until the first of them may go, since Halo said wait. */
  readonly blockedSeconds: number;
  /** Slots that others have just taken, once. */
  readonly callsBefore: number;
}

// After the last call: the service judges its rows, and the run looks four times a second whether it has.
const LAST_LOOK_SECONDS = 0.5;

/**
 * Seconds until each entity is done. The entities of a run share the lane call by call, so that one with c calls has seen
 * min(c, d) of another's d when it ends. Pages of one entity go one after the other, so it is never quicker than those.
 */
export function timeLeft(
  loads: readonly EntityLoad[],
  { rate, blockedSeconds, callsBefore }: Pace,
): ReadonlyMap<EntityName, number> {
  return new Map(
    loads.map(({ entity, calls, secondsPerCall }) => {
      if (calls === 0) return [entity, 0];
      const before = callsBefore + loads.reduce((sum, load) => sum + Math.min(load.calls, calls), 0);
      return [entity, blockedSeconds + Math.max(before / rate, calls * secondsPerCall) + LAST_LOOK_SECONDS];
    }),
  );
}
