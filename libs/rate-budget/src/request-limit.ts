/** What decides how many requests fit into a window. Times are milliseconds of the database's clock. */
export interface LimitState {
  readonly windowMs: number;
  /** The connection's setting. */
  readonly configured: number;
  /** The share of it that a person leaves to us, in per cent. */
  readonly sharePercent: number;
  /** What Halo taught us, if it is less; `told` is a number in its answer, `lowered` our guess. */
  readonly learned: { readonly limit: number; readonly since: number; readonly how: 'told' | 'lowered' } | null;
  /** The last 429 that nothing was learned from. */
  readonly throttledAt: number | null;
  readonly blockedUntil: number;
}

// Every 24 windows (2 h) without a 429 a learned limit is tried 10 % higher. A wrong try costs one 429 and its block, so at
// most 12 a day against a stubborn limit; a limit that was lowered for somebody else's burst is back in 2 h.
const TRIAL_AFTER_WINDOWS = 24;
const TRIAL_FACTOR = 1.1;

/** Requests per window now: the learned limit or the setting, whichever is less, and of that the person's share. At least 1. */
export function requestLimit(state: LimitState, now: number): number {
  return Math.max(1, Math.floor((sourceLimit(state, now) * state.sharePercent) / 100));
}

/** What Halo allows, as far as we know: before the person's share. */
export function sourceLimit(state: LimitState, now: number): number {
  if (state.learned === null) return state.configured;
  const trials = Math.max(0, Math.floor((now - state.learned.since) / (TRIAL_AFTER_WINDOWS * state.windowMs)));
  return Math.min(state.configured, Math.floor(state.learned.limit * TRIAL_FACTOR ** trials + 1e-9));
}

/** When a learned limit is next tried higher, and how high; null where none holds. */
export function nextTrial(state: LimitState, now: number): { readonly limit: number; readonly at: number } | null {
  if (state.learned === null || sourceLimit(state, now) >= state.configured) return null;
  const stepMs = TRIAL_AFTER_WINDOWS * state.windowMs;
  const at = state.learned.since + (Math.max(0, Math.floor((now - state.learned.since) / stepMs)) + 1) * stepMs;
  return { limit: sourceLimit(state, at), at };
}
