import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingMessage } from '@halosync/contracts';
import { failureClass, fullJitterMs } from '@halosync/errors';
import type { Publisher } from '@halosync/kafka';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';

/** Sends until every message is acknowledged. The same messages sent twice bear the same delivery ids, and count once. */
export async function publishPatiently(
  publisher: Pick<Publisher, 'send'>,
  messages: readonly OutgoingMessage[],
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await publisher.send(messages);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (failureClass(error) !== 'transient') throw error;
      log.warn('publishing waits', { attempt, messages: messages.length, ...errorFields(error) });
      await sleep(fullJitterMs(attempt), undefined, { signal });
    }
  }
}
