import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@halosync/errors';

export interface Patience {
  readonly monotonicMs: () => number;
  /** On that clock: no attempt goes on beyond it. */
  readonly endAtMs: number;
  readonly attemptMs: number;
}

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 200;
// Less is not worth a call.
const LEAST_ATTEMPT_MS = 250;

/**
 * Tries again while the failure is one that passes, and while there is time. The clock is kept here as well as in the
 * call: a call that still waits for its turn counts too.
 */
export async function patiently<T>(
  patience: Patience,
  act: (timeoutMs: number, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { monotonicMs, endAtMs, attemptMs } = patience;
  for (let attempt = 1; ; attempt++) {
    const leftMs = Math.max(LEAST_ATTEMPT_MS, endAtMs - monotonicMs());
    try {
      return await within(Math.min(attemptMs, leftMs), act);
    } catch (error) {
      const pauseMs = FIRST_PAUSE_MS * attempt;
      const isTimeLeft = endAtMs - monotonicMs() > pauseMs + LEAST_ATTEMPT_MS;
      if (!isPassing(error) || attempt === ATTEMPTS || !isTimeLeft) throw error;
      await sleep(pauseMs);
    }
  }
}

// For the call's own verdict, once it is told to give up: it knows more than the clock.
const GRACE_MS = 150;

async function within<T>(timeoutMs: number, act: (timeoutMs: number, signal: AbortSignal) => Promise<T>): Promise<T> {
  const giveUp = new AbortController();
  const clock = new AbortController();
  const answer = act(timeoutMs, giveUp.signal);
  try {
    return await Promise.race([answer, late(timeoutMs, giveUp, clock.signal)]);
  } finally {
    clock.abort();
    answer.catch(() => {}); // it may still fail after it was given up
  }
}

async function late(timeoutMs: number, giveUp: AbortController, clock: AbortSignal): Promise<never> {
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: clock });
  await pause(timeoutMs);
  // Told to whoever waits for a slot of the budget: that is then the verdict. A call that is under way has its own.
  giveUp.abort(new AppError('budget_timeout', 'No call to Halo became free in time.', { retryable: true }));
  await pause(GRACE_MS);
  const seconds = Math.round(timeoutMs / 100) / 10;
  throw new AppError('timeout', 'No answer in time.', { retryable: true, details: { seconds } });
}

/** A fault of the moment. A verdict (401, a page, no such host) and a 429 are not asked for twice. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof AppError) || !error.retryable) return false;
  if (error.code === 'halo_answer_invalid') return error.details['reason'] === 'cut_off';
  return ['timeout', 'halo_unreachable', 'halo_server_error', 'token_server_error'].includes(error.code);
}
