import type { ServerWritableStream } from '@grpc/grpc-js';
import type { entityProto } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { ChangeView } from '../reading/change-view';
import type { FeedHead, FeedReach } from './feed-head';
import type { FeedReader } from './feed-reader';

/** A message of the feed: a change, or with none a sign of life. */
export interface FeedMessage {
  readonly cursor: number;
  readonly change: ChangeView | undefined;
}

export type FeedCall = ServerWritableStream<entityProto.StreamChangesRequest, FeedMessage>;

const SIGN_OF_LIFE_MS = 5_000;

/**
 * Sends the changes after a cursor, and then each new one, until the caller has enough. It reads a page only when the one
 * before is sent, and sends only as fast as the caller takes: a slow one costs a page of memory and holds nobody else.
 * @throws AppError `out_of_range` where the feed cannot go on from the cursor, `unavailable` where the program stops.
 */
export async function streamChanges(
  call: FeedCall,
  { head, reader }: { readonly head: FeedHead; readonly reader: FeedReader },
  signOfLifeMs = SIGN_OF_LIFE_MS,
): Promise<void> {
  const { connectionId } = call.request;
  const gone = new AbortController();
  // Cancelled by the caller, its deadline over, or its connection lost.
  call.once('cancelled', () => gone.abort());
  const ended = AbortSignal.any([gone.signal, head.closing]);
  let cursor = call.request.afterCursor;
  let quietSince = 0;
  while (!ended.aborted && !call.cancelled) {
    const reach = await head.read();
    assertReachable(cursor, reach);
    const changes = cursor < reach.last ? await reader.page(connectionId, cursor, reach.last) : [];
    for (const change of changes) {
      if (!(await send(call, { cursor: change.position, change }, ended))) break;
      cursor = change.position;
    }
    if (changes.length > 0) {
      quietSince = Date.now();
      continue;
    }
    // Changes of other connections may have come and gone: whoever resumes need not wade through them again.
    cursor = Math.max(cursor, reach.last);
    if (Date.now() - quietSince >= signOfLifeMs) {
      await send(call, { cursor, change: undefined }, ended);
      quietSince = Date.now();
    }
    await head.beyond(cursor, Math.max(quietSince + signOfLifeMs - Date.now(), 1), ended);
  }
  if (head.closing.aborted && !gone.signal.aborted)
    throw new AppError('unavailable', 'The service stops. Connect again and go on from your cursor.', {
      retryable: true,
    });
}

function assertReachable(cursor: number, { last, pruned }: FeedReach): void {
  // From 0 on there is always a way: the newest revision of every record is kept.
  if (cursor > 0 && cursor < pruned)
    throw new AppError(
      'out_of_range',
      `Changes up to ${String(pruned)} are no longer kept, and your cursor is ${String(cursor)}. Start again with an empty copy and after_cursor 0: every record's newest revision is there.`,
      { details: { pruned } },
    );
  if (cursor > last)
    throw new AppError(
      'out_of_range',
      `The feed ends at ${String(last)}, and your cursor is ${String(cursor)}: it belongs to another database, or this one was restored. Start again with an empty copy and after_cursor 0.`,
      { details: { last } },
    );
}

/** Sends and waits until the caller can take more. False where the stream has ended. */
async function send(call: FeedCall, message: FeedMessage, ended: AbortSignal): Promise<boolean> {
  if (ended.aborted || call.cancelled) return false;
  if (call.write(message)) return true;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      call.off('drain', done);
      ended.removeEventListener('abort', done);
      resolve();
    };
    call.once('drain', done);
    ended.addEventListener('abort', done);
  });
  return !ended.aborted;
}
