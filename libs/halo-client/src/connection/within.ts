import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@halosync/errors';

// For the call's own verdict, once it is told to give up: it knows more than the clock.
const GRACE_MS = 150;

/**
 * Acts, and gives up after so long, whatever becomes of it then.
 * @throws AppError `timeout`, or what `act` throws.
 */
export async function within<T>(
  timeoutMs: number,
  act: (timeoutMs: number, signal: AbortSignal) => Promise<T>,
): Promise<T> {
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
