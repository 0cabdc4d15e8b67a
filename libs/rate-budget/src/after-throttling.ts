import { sourceLimit, type LimitState } from './request-limit';

const LOWERING_FACTOR = 0.9;
// Two 429s within 10 min are no coincidence.
const REPEATED_WITHIN_WINDOWS = 2;

/** A 429 as Halo answered it. */
export interface Throttled {
  /** The header, in seconds; null where it was missing or unreadable. */
  readonly retryAfterSeconds: number | null;
  /** The number of requests that its text names; null where it names none. */
  readonly toldLimit: number | null;
  /** The window that its text names with it, in ms; null where it names none: then it is ours. */
  readonly toldWindowMs: number | null;
}

/** What a 429 changes. Pure: the same answer to the same state teaches the same. */
export function afterThrottling(state: LimitState, answer: Throttled, now: number): LimitState {
  const held = sourceLimit(state, now);
  const blockedUntil = Math.max(state.blockedUntil, now + waitMs(answer.retryAfterSeconds, state.windowMs));
  const told = toldForOurWindow(answer, state.windowMs);
  if (told >= 1 && told < held) {
    return { ...state, blockedUntil, throttledAt: null, learned: { limit: told, since: now, how: 'told' } };
  }
  // Answers to requests that were under way when the first 429 came are the same event.
  if (state.blockedUntil > now) return { ...state, blockedUntil };
  // A limit that is being tried holds as it is for another 2 h: only a second 429 proves it wrong.
  const learned = state.learned === null ? null : { ...state.learned, limit: held, since: now };
  const isRepeated = state.throttledAt !== null && now - state.throttledAt <= REPEATED_WITHIN_WINDOWS * state.windowMs;
  if (!isRepeated) return { ...state, blockedUntil, throttledAt: now, learned };
  const lowered = Math.max(1, Math.floor(held * LOWERING_FACTOR));
  return { ...state, blockedUntil, throttledAt: null, learned: { limit: lowered, since: now, how: 'lowered' } };
}

/** 5 s to 300 s as Halo asks, 60 s where it says nothing: it never documented the header, and 5 s was seen to be too short. */
function waitMs(retryAfterSeconds: number | null, windowMs: number): number {
  if (retryAfterSeconds === null || Number.isNaN(retryAfterSeconds)) return windowMs / 5;
  return Math.min(Math.max(retryAfterSeconds * 1_000, windowMs / 60), windowMs);
}

/**
 * "300 requests per rolling 10 minute window" are 150 for our 5. A shorter window than ours is left as it is: 60 a minute
 * would be 300 in 5, but not at once, and the slots know one window only. NaN where nothing was told.
 */
function toldForOurWindow({ toldLimit, toldWindowMs }: Throttled, windowMs: number): number {
  if (toldLimit === null) return Number.NaN;
  return Math.floor(toldLimit * Math.min(1, windowMs / (toldWindowMs ?? windowMs)));
}
