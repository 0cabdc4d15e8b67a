import type { EntityName } from '@halosync/contracts';
import type { CallPace } from './grant-times';
import { grantTimes } from './grant-times';

export interface EntityLoad {
  readonly entity: EntityName;
  readonly calls: number;
  /** Halo's answer. */
  readonly secondsPerCall: number;
}

// After the last call: the service judges its rows, and the run looks four times a second whether it has.
const LAST_LOOK_SECONDS = 0.5;

/**
 * Seconds until each entity is done. The entities of a run share the lane call by call, so that one with c calls has seen
 * min(c, d) of another's d when it ends. Pages of one entity go one after the other, so it is never quicker than those.
 * @param blockedSeconds until the first of them may go, since Halo said wait.
 */
export function timeLeft(
  loads: readonly EntityLoad[],
  pace: CallPace,
  blockedSeconds = 0,
): ReadonlyMap<EntityName, number> {
  const all = loads.reduce((sum, { calls }) => sum + calls, 0);
  const times = grantTimes(all, pace, blockedSeconds);
  return new Map(
    loads.map(({ entity, calls, secondsPerCall }) => {
      if (calls === 0) return [entity, 0];
      const upToLast = loads.reduce((sum, load) => sum + Math.min(load.calls, calls), 0);
      const granted = times[upToLast - 1] ?? 0;
      return [entity, Math.max(granted, blockedSeconds + calls * secondsPerCall) + LAST_LOOK_SECONDS];
    }),
  );
}
