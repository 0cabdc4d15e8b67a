import { AppError } from '@halosync/errors';
import type { DataSource, EntityManager } from 'typeorm';
import type { Gap } from './gap';
import { mergeGaps } from './gap';

interface GapRow {
  readonly id: string;
  readonly connection_id: string;
  readonly generation: number;
  readonly from_at: Date;
  readonly to_at: Date;
  readonly reason: string;
}

// A gateway that has not been seen for this long, and did not stop in order, is gone.
const STALE_SECONDS = 60;

/** Gaps and heartbeats in Postgres. */
export class GapStore {
  constructor(
    private readonly dataSource: DataSource,
    /** The connections that hear webhooks: what is lost while a gateway is away is lost to each of them. */
    private readonly listeners: () => Promise<
      readonly { readonly connectionId: string; readonly generation: number }[]
    >,
  ) {}

  /**
   * At the start of a gateway: a gap for every connection, from its last heartbeat (after an orderly stop: from the stop)
   * to now. Under a new name it takes over where the last one left off, if no other gateway was there all the time.
   */
  async openAtStart(name: string): Promise<number> {
    const listeners = await this.listeners();
    return this.dataSource.transaction(async (manager) => {
      const [row] = await manager.query<{ from_at: Date | null; now: Date }[]>(
        `SELECT clock_timestamp() AS now, coalesce(
           (SELECT coalesce(stopped_at, seen_at) FROM gateway.gateway_heartbeat WHERE name = $1),
           (SELECT max(coalesce(stopped_at, seen_at)) FROM gateway.gateway_heartbeat
            HAVING NOT coalesce(bool_or(stopped_at IS NULL AND seen_at > clock_timestamp() - make_interval(secs => $2)), false))
         ) AS from_at`,
        [name, STALE_SECONDS],
      );
      if (row !== undefined && row.from_at !== null)
        await this.#insert(manager, spanOf(listeners, row.from_at, row.now, 'gateway_restart'));
      await this.#beat(manager, name);
      return row === undefined || row.from_at === null ? 0 : listeners.length;
    });
  }

  /** A heartbeat, and in the same transaction what must be known before it may say that all is well. */
  async beat(name: string, gaps: readonly Gap[]): Promise<void> {
    const listeners = await this.listeners();
    await this.dataSource.transaction(async (manager) => {
      await this.#insert(manager, gaps);
      await this.#beat(manager, name);
      const [gone] = await manager.query<[{ seen_at: Date | null }[], number]>(
        `DELETE FROM gateway.gateway_heartbeat WHERE name <> $1
           AND (stopped_at IS NULL AND seen_at < clock_timestamp() - make_interval(secs => $2) OR stopped_at < clock_timestamp() - interval '30 days')
         RETURNING CASE WHEN stopped_at IS NULL THEN seen_at END AS seen_at`,
        [name, STALE_SECONDS],
      );
      for (const { seen_at: seenAt } of gone) {
        if (seenAt !== null) await this.#insert(manager, spanOf(listeners, seenAt, new Date(), 'gateway_lost'));
      }
    });
  }

  async stopped(name: string, at: Date, gaps: readonly Gap[]): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.#insert(manager, gaps);
      await manager.query(`UPDATE gateway.gateway_heartbeat SET stopped_at = $2 WHERE name = $1`, [name, at]);
    });
  }

  /** Tells of every gap that is not reported yet, merged; one that cannot be told stays. Returns how many were told. */
  async reportAll(report: (gap: Gap) => Promise<void>): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const rows = await manager.query<GapRow[]>(
        `SELECT id, connection_id, generation, from_at, to_at, reason FROM gateway.gap
         WHERE reported_at IS NULL ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED`,
      );
      const gaps = mergeGaps(
        rows.map((row) => ({
          connectionId: row.connection_id,
          generation: row.generation,
          from: row.from_at,
          to: row.to_at,
          reason: row.reason,
        })),
      );
      for (const gap of gaps) {
        await report(gap).catch((error: unknown) => {
          // The connection is gone, and its gap with it.
          if (!(error instanceof AppError && error.code === 'not_found')) throw error;
        });
      }
      await manager.query(`UPDATE gateway.gap SET reported_at = clock_timestamp() WHERE id = ANY($1::bigint[])`, [
        rows.map(({ id }) => id),
      ]);
      return gaps.length;
    });
  }

  async #beat(manager: EntityManager, name: string): Promise<void> {
    await manager.query(
      `INSERT INTO gateway.gateway_heartbeat (name, seen_at) VALUES ($1, clock_timestamp())
       ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, stopped_at = NULL`,
      [name],
    );
  }

  async #insert(manager: EntityManager, gaps: readonly Gap[]): Promise<void> {
    if (gaps.length === 0) return;
    const rows = gaps.map(({ connectionId, generation, from, to, reason }) => ({
      connectionId,
      generation,
      from,
      to,
      reason,
    }));
    await manager.query(
      `INSERT INTO gateway.gap (connection_id, generation, from_at, to_at, reason)
       SELECT "connectionId", generation, "from", greatest("from", "to"), left(reason, 200)
       FROM jsonb_to_recordset($1::jsonb) AS r("connectionId" uuid, generation int, "from" timestamptz, "to" timestamptz, reason text)`,
      [JSON.stringify(rows)],
    );
  }
}

function spanOf(
  listeners: readonly { connectionId: string; generation: number }[],
  from: Date,
  to: Date,
  reason: string,
): Gap[] {
  return mergeGaps(listeners.map(({ connectionId, generation }) => ({ connectionId, generation, from, to, reason })));
}
