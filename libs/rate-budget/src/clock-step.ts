/** The database's clock and the holder's own, read in one round trip. */
export interface ClockReading {
  /** Database time, milliseconds. */
  readonly databaseMs: number;
  /** Own monotonic time just before the reading was asked for, and just after it came. */
  readonly askedMs: number;
  readonly answeredMs: number;
  /** The sum of all steps that replicas have found so far; kept with the budget. */
  readonly knownStepsMs: number;
}

// 50 ms for the round trip, 200 ppm for two quartz clocks of different rate.
const TOLERANCE_MS = 50;
const TOLERANCE_RATE = 200e-6;

/**
 * How far the database's clock stepped between two readings, 0 if it did not, less what other replicas found already.
 * Forward (positive): slots would look free too early, so all of the instance are pushed by as much. Backward (negative):
 * nothing is unsafe, but it must be counted, else the step that puts the clock right again would go unseen by a holder that
 * slept through both.
 *
 * Forward takes the shortest time that can have passed here, backward too: the first never misses a step, the second
 * never invents one. A process that was frozen together with its monotonic clock (a suspended machine) finds a step that
 * was none; that costs waiting, never calls.
 */
export function clockStep(earlier: ClockReading, later: ClockReading): number {
  const passedMs = Math.max(0, later.askedMs - earlier.answeredMs);
  const stepMs = later.databaseMs - earlier.databaseMs - passedMs;
  const newMs = stepMs - (later.knownStepsMs - earlier.knownStepsMs);
  const toleranceMs = TOLERANCE_MS + TOLERANCE_RATE * passedMs;
  if (newMs > toleranceMs) return newMs;
  if (newMs < -toleranceMs && stepMs < -toleranceMs) return newMs;
  return 0;
}
