/** How the budget lets calls go. */
export interface CallPace {
  /** Between two calls, by the shaper. */
  readonly gapSeconds: number;
  /** When each slot is free, in seconds from now, soonest first. */
  readonly slots: readonly number[];
  /** From a call until its slot is free again. */
  readonly restSeconds: number;
}

/**
 * Seconds from now until each of so many calls may go: a gap after the one before it, and not before the slot that is free
 * next. Calls ÷ rate alone would be wrong for a window: after a burst (the test of a connection) a run goes at full pace
 * until no slot is left, and then stands still until the first one is free again.
 */
export function grantTimes(calls: number, { gapSeconds, slots, restSeconds }: CallPace, blockedSeconds = 0): number[] {
  const free = [...slots];
  const times: number[] = [];
  for (let call = 0; call < calls; call++) {
    const at = Math.max((times.at(-1) ?? blockedSeconds) + gapSeconds, free[call] ?? 0);
    times.push(at);
    free.push(at + restSeconds);
  }
  return times;
}
