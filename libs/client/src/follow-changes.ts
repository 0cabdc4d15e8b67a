import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '@halosync/errors';
import { AppError, fullJitterMs } from '@halosync/errors';
import type { GrpcClient } from '@halosync/grpc';

export interface FollowOptions {
  /** All connections without. */
  readonly connectionId?: string;
  /** The cursor of the last change taken; 0, or none, from the beginning. */
  readonly after?: number;
  /** Ends the loop without an error. */
  readonly signal?: AbortSignal;
  /** The stream broke, or did not come about; it is tried again. */
  readonly onBreak?: (error: unknown, attempt: number) => void;
}

interface Message<Change> {
  readonly cursor: number;
  readonly change?: Change | null;
}

// The service gives a sign of life every 5 s.
const SILENCE_MS = 20_000;
// Even a healthy stream is made anew once a day, so that nobody depends on one that never ends.
const STREAM_MS = 24 * 60 * 60 * 1_000;
const LONGEST_PAUSE_MS = 5_000;
// Asking again would give the same answer.
const FINAL: readonly ErrorCode[] = ['out_of_range', 'invalid_request', 'unauthenticated', 'forbidden'];

/** Follows the feed over breaks, restarts and lost connections. */
export async function* followChanges<Change>(
  grpc: GrpcClient,
  { connectionId = '', after = 0, signal, onBreak }: FollowOptions,
): AsyncGenerator<{ readonly cursor: number; readonly change: Change }> {
  let cursor = after;
  for (let attempt = 1; signal?.aborted !== true; attempt++) {
    const silence = new AbortController();
    const ended = signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]);
    const stream = grpc.stream<unknown, Message<Change>>(
      'streamChanges',
      { connectionId, afterCursor: cursor },
      { deadlineMs: STREAM_MS, signal: ended },
    );
    try {
      for (;;) {
        // Only while waiting: a loop that thinks for long about a change is not a silent service.
        const timer = setTimeout(() => silence.abort(), SILENCE_MS);
        const next = await stream.next().finally(() => clearTimeout(timer));
        if (next.done === true) break;
        attempt = 0;
        const { change } = next.value;
        if (change !== undefined && change !== null) yield { cursor: next.value.cursor, change };
        cursor = next.value.cursor;
      }
    } catch (error) {
      if (isAborted(signal)) return;
      if (error instanceof AppError && FINAL.includes(error.code)) throw error;
      onBreak?.(error, attempt);
    } finally {
      await stream.return(undefined);
    }
    await sleep(fullJitterMs(Math.max(attempt, 1), Math.random, LONGEST_PAUSE_MS), undefined, {
      ...(signal === undefined ? {} : { signal }),
    }).catch(() => undefined);
  }
}

// Narrowing would take the loop's condition for granted.
const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;
