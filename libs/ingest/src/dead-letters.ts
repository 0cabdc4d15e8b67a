import type { CopyFacts } from '@halosync/contracts';
import { parseRecordKey, readCopyFacts, uuidv7 } from '@halosync/contracts';
import { AppError, messageOf } from '@halosync/errors';
import type { IncomingMessage } from '@halosync/kafka';
import type { DataSource } from 'typeorm';
import { addToTally } from './tally';
import { orderTouches } from './touch-outbox';

/**
 * A message that cannot be taken leaves the line here: its letter, its delivery id and a touch of its record, in one
 * transaction. The record is read by id meanwhile, unless that very read is what could not be taken.
 */
export async function buryMessage(
  dataSource: DataSource,
  message: IncomingMessage,
  failure: 'poison' | 'unknown',
  error: unknown,
): Promise<void> {
  const facts = factsOf(message);
  const record = message.key === null ? null : parseRecordKey(message.key);
  await dataSource.transaction(async (manager) => {
    if (facts !== null) {
      const claimed = await manager.query<unknown[]>(
        'INSERT INTO processed (delivery_id, part) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
        [facts.deliveryId, facts.part],
      );
      if (claimed.length === 0) {
        await addToTally(manager, [{ source: facts, outcome: 'dropped' }]);
        return;
      }
    }
    await manager.query(
      `INSERT INTO dead_letter (id, connection_id, halo_id, failure, code, reason, topic, partition, kafka_offset, key, headers, value)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        uuidv7(),
        record?.connectionId ?? null,
        record?.haloId ?? null,
        failure,
        error instanceof AppError ? error.code : 'internal',
        messageOf(error).slice(0, 2_000),
        message.topic,
        message.partition,
        message.offset,
        message.key,
        message.headers,
        message.value,
      ],
    );
    if (facts !== null) {
      await addToTally(manager, [{ source: facts, outcome: 'dead' }]);
      if (facts.kind !== 'record') await orderTouches(manager, [{ facts, reason: 'doubt' }]);
    }
  });
}

function factsOf(message: IncomingMessage): CopyFacts | null {
  try {
    return readCopyFacts(message.key, message.headers);
  } catch {
    // Not even its headers are readable; then there is no delivery id to mark, and a repeat makes a second letter.
    return null;
  }
}
