import type { OutgoingMessage } from '@halosync/contracts';
import { uuidv7 } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { DataSource, EntityManager } from 'typeorm';
import type { DeadLetterRow } from './dead-letter-row';

const BATCH = 100;

/**
 * Sends dead letters down the line again, each as a delivery of its own: the old one is marked as done. A letter that
 * fails again makes a new one.
 * @param which one by id, or all of a connection that wait.
 * @throws AppError `not_found` where one is asked for and does not exist.
 */
export async function replayDeadLetters(
  dataSource: DataSource,
  publish: (messages: readonly OutgoingMessage[]) => Promise<void>,
  which: { readonly id: string } | { readonly connectionId: string },
): Promise<number> {
  let replayed = 0;
  for (;;) {
    const count = await dataSource.transaction(async (manager) => {
      const letters = await take(manager, which);
      if (letters.length === 0) return 0;
      await publish(letters.map(asMessage));
      await manager.query('UPDATE dead_letter SET replayed_at = clock_timestamp() WHERE id = ANY($1::uuid[])', [
        letters.map(({ id }) => id),
      ]);
      return letters.length;
    });
    replayed += count;
    if ('id' in which) {
      if (count === 0) throw new AppError('not_found', 'There is no such dead letter.');
      return replayed;
    }
    if (count < BATCH) return replayed;
  }
}

async function take(
  manager: EntityManager,
  which: { readonly id: string } | { readonly connectionId: string },
): Promise<DeadLetterRow[]> {
  return 'id' in which
    ? manager.query('SELECT * FROM dead_letter WHERE id = $1 FOR UPDATE', [which.id])
    : manager.query(
        'SELECT * FROM dead_letter WHERE connection_id = $1 AND replayed_at IS NULL ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED',
        [which.connectionId, BATCH],
      );
}

function asMessage(letter: DeadLetterRow): OutgoingMessage {
  return {
    topic: letter.topic,
    key: letter.key ?? letter.id,
    value: letter.value,
    headers: { ...letter.headers, ce_id: `${uuidv7()}:0` },
  };
}
