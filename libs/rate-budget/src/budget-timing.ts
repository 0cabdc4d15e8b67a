/** The times of a budget, in milliseconds. All scale with the window, so that tests may run a window of 3 s. */
export interface BudgetTiming {
  /** From the grant to the moment at which the request must be under way. */
  readonly sendByMs: number;
  /** From sending to the moment at which the answer is given up. */
  readonly hardTimeoutMs: number;
  /** How long a slot rests after its answer ended: the window and a margin. */
  readonly restMs: number;
  /** How long a slot stays busy if nobody ever says that the answer ended. */
  readonly busyMs: number;
  /** A waiter that was not seen for so long has died. */
  readonly staleMs: number;
}

/** With Halo's 300 s: 5 s to send, 30 s to answer, 300.06 s of rest, so 335.06 s at most; waiters live for 2 s. */
export function budgetTiming(windowMs: number): BudgetTiming {
  const sendByMs = windowMs / 60;
  const hardTimeoutMs = windowMs / 10;
  // 200 ppm of the window: Halo's clock and the database's may differ in rate, 100 ppm each (quartz keeps within 50).
  const marginMs = windowMs / 5_000;
  const restMs = windowMs + marginMs;
  return {
    sendByMs,
    hardTimeoutMs,
    restMs,
    busyMs: sendByMs + hardTimeoutMs + restMs,
    // A small window makes neither Postgres nor this process faster, so this scales later than the rest.
    staleMs: Math.min(2_000, windowMs / 15),
  };
}
