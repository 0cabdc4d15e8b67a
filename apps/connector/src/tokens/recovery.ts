import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { entityNames } from '@halosync/contracts';
import { listPage, resources } from '@halosync/halo-client';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource } from 'typeorm';
import type { Connection } from '../connections/connection';
import { connectionById, setStatus } from '../connections/connection';
import type { HaloDesk } from '../gate/halo-desk';
import type { TokenKeeper } from './token-keeper';

const POLL_MS = 15_000;

export interface RecoveryOptions {
  readonly dataSource: DataSource;
  readonly keeper: TokenKeeper;
  readonly desk: HaloDesk;
  readonly log: Log;
  /** Between two attempts, over all replicas. */
  readonly everyMs: number;
  readonly onRecovered: () => void;
}

/**
 * Halo refused our sign-in: an application switched off, a permission taken away. Somebody may put that right in Halo
 * without telling us, so now and then it is tried again: two calls.
 */
export class Recovery implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: KickedLoop;

  constructor(private readonly options: RecoveryOptions) {
    this.#loop = new KickedLoop({
      pollMs: Math.min(POLL_MS, options.everyMs),
      round: () => this.#round(),
      onError: (error, attempt) => options.log.warn('recovery waits', { attempt, ...errorFields(error) }),
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #round(): Promise<boolean> {
    const { dataSource, everyMs } = this.options;
    // Whoever changes the time has the attempt.
    const [due] = await dataSource.query<[{ id: string }[], number]>(
      `UPDATE connection SET probed_at = clock_timestamp()
       WHERE status = 'auth_failed' AND greatest(probed_at, status_since) < clock_timestamp() - $1 * interval '1 millisecond' RETURNING id`,
      [everyMs],
    );
    for (const { id } of due) {
      const connection = await connectionById(dataSource, id);
      if (connection !== null) await this.#try(connection);
    }
    return false;
  }

  async #try(connection: Connection): Promise<void> {
    const { keeper, desk, dataSource, log, onRecovered } = this.options;
    const entity = entityNames.find((name) => connection.access[name]?.readable !== false) ?? 'ticket';
    try {
      await keeper.renew(connection);
      const purpose = { lane: 'console', reason: 'sign-in check' } as const;
      await desk.ask(connection, purpose, {
        entity,
        ask: (api) => listPage(api, resources[entity], { page: 1, pageSize: 1 }),
        rowsOf: ({ rows }) => rows.length,
      });
    } catch (error) {
      log.info('Halo still refuses the sign-in', { connectionId: connection.id, ...errorFields(error) });
      return;
    }
    if (!(await setStatus(dataSource, connection.id, 'auth_failed', 'active'))) return;
    log.info('Halo takes the sign-in again', { connectionId: connection.id });
    onRecovered();
  }
}
