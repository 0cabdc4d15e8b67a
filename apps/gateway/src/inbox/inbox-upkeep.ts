import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource } from 'typeorm';
import type { InboxMetrics } from './inbox-metrics';

const POLL_MS = 15_000;
const PRUNE_ROWS = 1_000;

/** Removes deliveries whose time is over, a few at a time, and measures what waits. What waits is never removed. */
export class InboxUpkeep {
  readonly #loop: KickedLoop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly retentionDays: number,
    private readonly metrics: InboxMetrics,
    log: Log,
  ) {
    this.#loop = new KickedLoop({
      round: async () => {
        await this.#measure();
        return (await this.prune()) === PRUNE_ROWS;
      },
      pollMs: POLL_MS,
      onError: (error, attempt) => log.warn('inbox upkeep failed', { ...errorFields(error), attempt }),
    });
  }

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  async prune(): Promise<number> {
    // Delivery ids begin with their time, so the primary key finds the oldest; received_at, the database's clock, decides.
    const [, count] = await this.dataSource.query<[unknown, number]>(
      `DELETE FROM gateway.inbox WHERE delivery_id IN (
         SELECT delivery_id FROM gateway.inbox
         WHERE delivery_id < (lpad(to_hex((extract(epoch FROM clock_timestamp() - make_interval(days => $1 - 1)) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
           AND received_at < clock_timestamp() - make_interval(days => $1) AND status <> 'accepted'
         ORDER BY delivery_id LIMIT $2)`,
      [this.retentionDays, PRUNE_ROWS],
    );
    return count;
  }

  async #measure(): Promise<void> {
    const [row] = await this.dataSource.query<{ count: string; seconds: number }[]>(
      `SELECT count(*) AS count, coalesce(extract(epoch FROM clock_timestamp() - min(received_at)), 0)::float8 AS seconds
       FROM gateway.inbox WHERE status = 'accepted'`,
    );
    this.metrics.waiting(Number(row?.count ?? 0), row?.seconds ?? 0);
  }
}
