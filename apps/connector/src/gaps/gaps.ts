import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { entityNames } from '@halosync/contracts';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { connectionById } from '../connections/connection';
import type { HaloClock } from '../gate/halo-clock';
import { startRun } from '../sync/start-run';

export interface Gap {
  readonly connectionId: string;
  readonly from: Date;
  readonly to: Date;
  readonly reason: string;
}

const POLL_MS = 1_000;
// 5, 10, 20 … seconds apart. What a delta cannot make up for by then, the next full read does.
const ATTEMPTS = 6;

/** Spans in which webhooks may have been lost: each is made up for by a delta run from its start. */
export class Gaps implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: KickedLoop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: HaloClock,
    private readonly onRun: () => void,
    log: Log,
  ) {
    this.#loop = new KickedLoop({
      pollMs: POLL_MS,
      round: () => this.#round(),
      onError: (error, attempt) => log.warn('gaps wait', { attempt, ...errorFields(error) }),
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  kick(): void {
    this.#loop.kick();
  }

  /** Gaps that overlap are one, as long as no run has begun on them. */
  async report({ connectionId, from, to, reason }: Gap): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await lockConnection(manager, connectionId);
      await manager.query(
        `WITH merged AS (
           DELETE FROM gap WHERE connection_id = $1 AND closed_at IS NULL AND run_id IS NULL AND from_at <= $3 AND to_at >= $2
           RETURNING from_at, to_at, reason, reported_at
         )
         INSERT INTO gap (connection_id, from_at, to_at, reason, reported_at)
         SELECT $1, least($2, min(from_at)), greatest($3, max(to_at)),
           coalesce(string_agg(DISTINCT reason, ', ') FILTER (WHERE reason <> $4) || ', ', '') || $4,
           coalesce(min(reported_at), clock_timestamp())
         FROM merged`,
        [connectionId, from, to, reason],
      );
    });
    this.kick();
  }

  async #round(): Promise<boolean> {
    const waiting = await this.dataSource.query<{ connection_id: string }[]>(
      `SELECT DISTINCT g.connection_id FROM gap g JOIN connection c ON c.id = g.connection_id
       WHERE g.closed_at IS NULL AND g.not_before <= clock_timestamp() AND c.status = 'active'`,
    );
    for (const { connection_id } of waiting)
      await this.dataSource.transaction((manager) => this.#tend(manager, connection_id));
    return false;
  }

  /** Closes what a run has made up for, and starts a run for what waits. One delta at a time: a gap that comes later gets the next. */
  async #tend(manager: EntityManager, connectionId: string): Promise<void> {
    await lockConnection(manager, connectionId);
    await manager.query(
      `UPDATE gap SET closed_at = clock_timestamp() FROM run r
       WHERE gap.connection_id = $1 AND closed_at IS NULL AND r.id = gap.run_id AND r.ended_at IS NOT NULL
         AND (r.outcome IN ('complete', 'complete_with_exceptions') OR attempts >= $2)`,
      [connectionId, ATTEMPTS],
    );
    await manager.query(
      `UPDATE gap SET run_id = NULL, attempts = gap.attempts + 1,
         not_before = clock_timestamp() + 5 * 2 ^ gap.attempts * interval '1 second'
       FROM run r WHERE gap.connection_id = $1 AND closed_at IS NULL AND r.id = gap.run_id AND r.ended_at IS NOT NULL`,
      [connectionId],
    );
    const [open] = await manager.query<{ from_at: Date | null; reason: string | null }[]>(
      `SELECT min(from_at) AS from_at, string_agg(DISTINCT reason, ', ') AS reason FROM gap
       WHERE connection_id = $1 AND closed_at IS NULL AND run_id IS NULL AND not_before <= clock_timestamp()`,
      [connectionId],
    );
    const connection = await connectionById(manager, connectionId);
    if (connection === null || open === undefined || open.from_at === null) return;
    const { runId, started } = await startRun(manager, connection, {
      mode: 'delta',
      reason: `gap: ${open.reason ?? 'unknown'}`.slice(0, 200),
      // Where nothing may be read, nothing can be made up for.
      entities: entityNames.filter((entity) => connection.access[entity]?.readable !== false),
      gapFrom: open.from_at,
      behindMs: this.clock.behindMs(connection.instance),
    });
    if (!started) return;
    await manager.query(
      `UPDATE gap SET run_id = $2 WHERE connection_id = $1 AND closed_at IS NULL AND run_id IS NULL AND not_before <= clock_timestamp()`,
      [connectionId, runId],
    );
    this.onRun();
  }
}

async function lockConnection(manager: EntityManager, connectionId: string): Promise<void> {
  await manager.query('SELECT 1 FROM connection WHERE id = $1 FOR NO KEY UPDATE', [connectionId]);
}
