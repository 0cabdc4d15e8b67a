import type { CopyFacts, EntityName } from '@halosync/contracts';
import { copyMessage, uuidv7 } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import type { IncomingMessage } from '@halosync/kafka';

export const CONNECTION = '018f0000-0000-7000-8000-000000000001';

export type MessageFacts = Partial<CopyFacts>;

let offset = 0;

/**
 * A message on `received`, valid by default: a read by id, seen now.
 * @param record its document; null where the read found nothing.
 */
export function aRecordReceived(
  entity: EntityName,
  haloId: number,
  record: JsonObject | null,
  facts: MessageFacts = {},
): IncomingMessage {
  const now = new Date();
  const full: CopyFacts = {
    connectionId: CONNECTION,
    haloId,
    generation: 1,
    deliveryId: uuidv7(),
    part: 0,
    kind: 'record',
    learnedBy: 'refetch',
    isWhole: true,
    knownAt: now,
    validFrom: now,
    runId: null,
    callId: null,
    ...facts,
  };
  const message = copyMessage('halo', entity, full, record === null ? null : Buffer.from(JSON.stringify(record)));
  return {
    topic: message.topic,
    partition: 0,
    offset: String(offset++),
    key: message.key,
    value: message.value,
    headers: message.headers,
  };
}

/** The facts of a webhook's partial copy. */
export const byWebhook: MessageFacts = { kind: 'webhook', learnedBy: 'webhook', isWhole: false, validFrom: null };

/** The facts of a row of a list page. */
export const byList: MessageFacts = { kind: 'list', learnedBy: 'backfill', isWhole: false };
