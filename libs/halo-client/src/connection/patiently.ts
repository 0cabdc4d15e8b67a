import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@halosync/errors';
import { within } from './within';

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

/** A fault of the moment. A verdict (401, a page, no such host) and a 429 are not asked for twice. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof AppError) || !error.retryable) return false;
  if (error.code === 'halo_answer_invalid') return error.details['reason'] === 'cut_off';
  return ['timeout', 'halo_unreachable', 'halo_server_error', 'token_server_error'].includes(error.code);
}
