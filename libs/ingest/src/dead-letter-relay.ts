import type { EntityName, OutgoingMessage } from '@halosync/contracts';
import { deadLetterMessage } from '@halosync/contracts';
import type { RelayBatch, RelayStore } from '@halosync/persistence';
import type { DataSource } from 'typeorm';
import type { DeadLetterRow } from './dead-letter-row';

export interface OutboxDeadLetter {
  readonly id: string;
  readonly message: OutgoingMessage;
}

/** Dead letters on their way to `dead`, where monitors see them. */
export class DeadLetterRelay implements RelayStore<OutboxDeadLetter> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly entity: EntityName,
    private readonly topicPrefix: string,
  ) {}

  async transaction<T>(work: (batch: RelayBatch<OutboxDeadLetter>) => Promise<T>): Promise<T> {
    return this.dataSource.transaction((manager) =>
      work({
        take: async (limit) =>
          (
            await manager.query<DeadLetterRow[]>(
              'SELECT * FROM dead_letter WHERE published_at IS NULL ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED',
              [limit],
            )
          ).map((row) => ({
            id: row.id,
            message: deadLetterMessage(this.topicPrefix, this.entity, eventOf(row), row.created_at),
          })),
        markPublished: async (letters) =>
          void (await manager.query(
            'UPDATE dead_letter SET published_at = clock_timestamp() WHERE id = ANY($1::uuid[])',
            [letters.map(({ id }) => id)],
          )),
      }),
    );
  }
}

function eventOf(row: DeadLetterRow): Parameters<typeof deadLetterMessage>[2] {
  return {
    id: row.id,
    connection_id: row.connection_id,
    halo_id: row.halo_id === null ? null : Number(row.halo_id),
    failure: row.failure,
    code: row.code,
    reason: row.reason,
    source: { topic: row.topic, partition: row.partition, offset: row.kafka_offset },
    headers: row.headers,
    value: row.value?.toString('base64') ?? null,
  };
}
