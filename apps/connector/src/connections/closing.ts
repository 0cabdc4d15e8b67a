import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { EntityName } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource } from 'typeorm';
import type { SecretStore } from '../secrets/secret-store';
import type { EntityServices } from '../services/entity-services';
import { endRun } from '../sync/end-run';
import { connectionById } from './connection';

interface ClosingState {
  readonly purge: boolean;
  /** How many records each service has removed; those that have not answered are absent. */
  readonly removed: Partial<Record<EntityName, number>>;
}

export interface ClosingParts {
  readonly dataSource: DataSource;
  readonly secrets: SecretStore;
  readonly services: Pick<EntityServices, 'closeConnection'>;
  readonly log: Log;
  readonly onClosing: (connectionId: string) => void;
}

const POLL_MS = 2_000;

/** Disconnects: the token dies first, then the jobs, then the data where that is wanted (M14). Goes on after a crash. */
export class Closing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: KickedLoop;

  constructor(private readonly parts: ClosingParts) {
    this.#loop = new KickedLoop({
      pollMs: POLL_MS,
      round: async () => {
        const rows = await parts.dataSource.query<{ id: string }[]>(
          `SELECT id FROM connection WHERE status = 'deleting'`,
        );
        for (const { id } of rows) await this.#finish(id);
        return false;
      },
      onError: (error, attempt) => parts.log.warn('disconnecting waits', { attempt, ...errorFields(error) }),
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /**
   * From here on the connection is not called any more and its runs are over. Returns how many records were removed by
   * the services that have answered; those that are away are asked again until they do.
   */
  async close(connectionId: string, purge: boolean): Promise<number> {
    await this.#begin(connectionId, purge);
    this.parts.onClosing(connectionId);
    try {
      return await this.#finish(connectionId);
    } catch (error) {
      this.parts.log.warn('disconnecting goes on later', { connectionId, ...errorFields(error) });
      this.#loop.kick();
      return 0;
    }
  }

  async #begin(connectionId: string, purge: boolean): Promise<void> {
    await this.parts.dataSource.transaction(async (manager) => {
      const [row] = await manager.query<{ status: string }[]>(
        'SELECT status FROM connection WHERE id = $1 FOR NO KEY UPDATE',
        [connectionId],
      );
      if (row === undefined || row.status === 'deleted')
        throw new AppError('not_found', 'There is no such connection.');
      await manager.query(
        `UPDATE connection SET status = 'deleting', status_since = clock_timestamp(), version = version + 1,
           closing = jsonb_build_object('purge', $2::boolean OR coalesce((closing ->> 'purge')::boolean, false), 'removed', coalesce(closing -> 'removed', '{}'))
         WHERE id = $1`,
        [connectionId, purge],
      );
      await this.parts.secrets.erase(manager, connectionId);
      // Its id stays: connected again, the same webhook is found.
      await manager.query(
        `UPDATE webhook SET checked_at = NULL, access = 'unknown', found = NULL, faults = '[]', sound_at = NULL WHERE connection_id = $1`,
        [connectionId],
      );
      await manager.query('DELETE FROM token WHERE connection_id = $1', [connectionId]);
      const runs = await manager.query<{ id: string }[]>(
        'SELECT id FROM run WHERE connection_id = $1 AND ended_at IS NULL',
        [connectionId],
      );
      for (const { id } of runs) await endRun(manager, id, 'cancelled');
      await manager.query(
        'UPDATE gap SET closed_at = clock_timestamp() WHERE connection_id = $1 AND closed_at IS NULL',
        [connectionId],
      );
      await manager.query('DELETE FROM refetch WHERE connection_id = $1', [connectionId]);
    });
  }

  async #finish(connectionId: string): Promise<number> {
    const connection = await connectionById(this.parts.dataSource, connectionId);
    if (connection === null || connection.status !== 'deleting') return this.#removed(connectionId);
    const answers = await Promise.allSettled(
      entityNames.map((entity) => this.#closeEntity(entity, connectionId, connection.generation)),
    );
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    await this.parts.dataSource.query(
      `UPDATE connection SET status = 'deleted', status_since = clock_timestamp() WHERE id = $1 AND status = 'deleting' AND generation = $2`,
      [connectionId, connection.generation],
    );
    // Touches that came while it was being closed.
    await this.parts.dataSource.query('DELETE FROM refetch WHERE connection_id = $1', [connectionId]);
    this.parts.log.info('disconnected', { connectionId });
    const removed = await this.#removed(connectionId);
    await this.parts.dataSource.query('UPDATE connection SET closing = NULL WHERE id = $1 AND status = $2', [
      connectionId,
      'deleted',
    ]);
    return removed;
  }

  async #closeEntity(entity: EntityName, connectionId: string, generation: number): Promise<void> {
    const { closing } = await this.#state(connectionId);
    // Asked again although it may have answered: a purge that was interrupted is simply asked for again.
    const removed = await this.parts.services.closeConnection(entity, {
      connectionId,
      generation,
      purge: closing?.purge ?? false,
    });
    await this.parts.dataSource.query(
      `UPDATE connection SET closing = jsonb_set(closing, ARRAY['removed', $2], to_jsonb(coalesce((closing #>> ARRAY['removed', $2])::bigint, 0) + $3::bigint))
       WHERE id = $1 AND closing IS NOT NULL`,
      [connectionId, entity, removed],
    );
  }

  async #removed(connectionId: string): Promise<number> {
    const { closing } = await this.#state(connectionId);
    return Object.values(closing?.removed ?? {}).reduce((sum, count) => sum + count, 0);
  }

  async #state(connectionId: string): Promise<{ closing: ClosingState | null }> {
    const [row] = await this.parts.dataSource.query<{ closing: ClosingState | null }[]>(
      'SELECT closing FROM connection WHERE id = $1',
      [connectionId],
    );
    return row ?? { closing: null };
  }
}
