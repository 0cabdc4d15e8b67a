import type { EntityName, OutgoingMessage, TouchReason } from '@halosync/contracts';
import { touchMessage } from '@halosync/contracts';
import type { RelayBatch, RelayStore } from '@halosync/persistence';
import type { DataSource } from 'typeorm';

export interface OutboxTouch {
  readonly id: string;
  readonly message: OutgoingMessage;
}

/** Ordered touches on their way to `touched`. Several relays may work at once: touches need no order. */
export class TouchRelay implements RelayStore<OutboxTouch> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly entity: EntityName,
    private readonly topicPrefix: string,
  ) {}

  async transaction<T>(work: (batch: RelayBatch<OutboxTouch>) => Promise<T>): Promise<T> {
    return this.dataSource.transaction((manager) =>
      work({
        take: async (limit) =>
          (
            await manager.query<TouchRow[]>('SELECT * FROM touch ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED', [limit])
          ).map((row) => ({
            id: row.id,
            message: touchMessage(
              this.topicPrefix,
              this.entity,
              {
                connection_id: row.connection_id,
                halo_id: Number(row.halo_id),
                generation: row.generation,
                reason: row.reason,
                run_id: row.run_id,
                delivery_id: row.delivery_id,
              },
              row.created_at,
              row.traceparent ?? undefined,
            ),
          })),
        markPublished: async (touches) =>
          void (await manager.query('DELETE FROM touch WHERE id = ANY($1::bigint[])', [touches.map(({ id }) => id)])),
      }),
    );
  }
}

interface TouchRow {
  readonly id: string;
  readonly connection_id: string;
  readonly halo_id: string;
  readonly generation: number;
  readonly reason: TouchReason;
  readonly run_id: string | null;
  readonly delivery_id: string | null;
  readonly created_at: Date;
  readonly traceparent: string | null;
}
