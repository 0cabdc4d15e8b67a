import type { OutgoingMessage } from '@halosync/contracts';
import type { Placement } from '@halosync/kafka';
import type { RelayBatch, RelayStore } from '@halosync/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import type { PartSummary, RoutedDelivery, WaitingDelivery } from './route-delivery';
import { routeDelivery } from './route-delivery';
import { countSeen } from './webhooks-seen';

// Bodies of one round; a few may be 16 MiB each.
const MAX_BYTES = 16 * 1024 * 1024;

/** The inbox as the relay reads it. Rows are split while they are taken: what is published is also what is written down. */
export class InboxRelayStore implements RelayStore<RoutedDelivery> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly topicPrefix: string,
    /** How many to take at most; lowered where a single row is suspected to stop the others. */
    private readonly batchLimit: () => number,
    private readonly placementOf: (message: OutgoingMessage) => Placement | undefined,
  ) {}

  async transaction<T>(work: (batch: RelayBatch<RoutedDelivery>) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) =>
      work({
        take: (limit) => this.#take(manager, Math.min(limit, this.batchLimit())),
        markPublished: (rows) => this.#markPublished(manager, rows),
      }),
    );
  }

  async #take(manager: EntityManager, limit: number): Promise<RoutedDelivery[]> {
    const rows = await manager.query<WaitingDelivery[]>(
      `WITH locked AS MATERIALIZED (
         SELECT delivery_id, received_at, size FROM gateway.inbox
         WHERE status = 'accepted' AND next_try_at <= clock_timestamp()
         ORDER BY received_at LIMIT $1 FOR UPDATE SKIP LOCKED
       ), summed AS (
         SELECT delivery_id, sum(size) OVER (ORDER BY received_at, delivery_id) - size AS before FROM locked
       )
       SELECT i.delivery_id, i.connection_id, i.generation, i.raw, i.is_whole, i.headers,
         coalesce(i.first_received_at, i.received_at) AS received_at, i.replay_of IS NOT NULL AS is_replay
       FROM summed JOIN gateway.inbox i USING (delivery_id)
       WHERE summed.before < $2
       ORDER BY i.received_at, i.delivery_id`,
      [limit, MAX_BYTES],
    );
    return rows.map((row) => routeDelivery(row, this.topicPrefix));
  }

  async #markPublished(manager: EntityManager, rows: readonly RoutedDelivery[]): Promise<void> {
    const outcomes = rows.map((row) => ({
      id: row.deliveryId,
      status: row.status,
      reason: row.reason,
      parts: this.#placedParts(row),
      records: recordsOf(row),
    }));
    await manager.query(
      `UPDATE gateway.inbox i SET status = r.status, reason = r.reason, parts = r.parts, records = r.records, published_at = clock_timestamp()
       FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, status text, reason text, parts jsonb, records text[])
       WHERE i.delivery_id = r.id`,
      [JSON.stringify(outcomes)],
    );
    // What Halo did not send again was not seen again.
    await countSeen(
      manager,
      rows.filter(({ isReplay }) => !isReplay),
    );
  }

  /** The messages are those of the parts that went somewhere, in order. */
  #placedParts({ parts, messages }: RoutedDelivery): PartSummary[] {
    let sent = 0;
    return parts.map((part) => {
      const message = part.topic === null ? undefined : messages[sent++];
      const placement = message === undefined ? undefined : this.placementOf(message);
      return { ...part, ...placement };
    });
  }
}

/** The records that a delivery names, once each, as the log is searched for them. */
function recordsOf({ parts }: RoutedDelivery): string[] {
  return [
    ...new Set(
      parts.flatMap(({ entity, haloId }) =>
        entity === null || haloId === null ? [] : [`${entity}:${String(haloId)}`],
      ),
    ),
  ];
}
