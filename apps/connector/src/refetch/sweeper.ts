import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { EntityName } from '@halosync/contracts';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import { connectionById } from '../connections/connection';
import type { HaloClock } from '../gate/halo-clock';
import { startRun } from '../sync/start-run';
import { SWEEP_ABOVE, sweepStep, sweptEntities } from './storm';
import { beginSweeps, hintsOf, lockSweep, openSweeps, parkHints, releaseHints } from './sweep-store';

export interface SweeperParts {
  readonly dataSource: DataSource;
  readonly clock: HaloClock;
  readonly kickRuns: () => void;
  readonly kickRefetch: () => void;
  readonly log: Log;
}

const POLL_MS = 1_000;

/**
 * Meets a storm of hints by a delta run: its pages bring a hundred records a call, and what they settle needs no read of
 * its own (`settleHints`). Everything is in the database, so any replica takes the next step.
 */
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: KickedLoop;

  constructor(private readonly parts: SweeperParts) {
    this.#loop = new KickedLoop({
      pollMs: POLL_MS,
      round: () => this.#round(),
      onError: (error, attempt) => parts.log.warn('sweeps wait', { attempt, ...errorFields(error) }),
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #round(): Promise<boolean> {
    const { dataSource, log } = this.parts;
    for (const { connectionId, entity, hints } of await beginSweeps(dataSource, sweptEntities, SWEEP_ABOVE))
      log.info('a storm of touches, gathered for list pages', { connectionId, entity, hints });
    for (const { connectionId, entity } of await openSweeps(dataSource))
      await dataSource.transaction((manager) => this.#advance(manager, connectionId, entity));
    return false;
  }

  async #advance(manager: EntityManager, connectionId: string, entity: EntityName): Promise<void> {
    const sweep = await lockSweep(manager, connectionId, entity);
    if (sweep === null) return;
    await parkHints(manager, connectionId, entity);
    const { hints, oldest, quietMs } = await hintsOf(manager, connectionId, entity);
    switch (sweepStep({ gatheringMs: sweep.gatheringMs, quietMs, run: sweep.run })) {
      case 'wait':
        return;
      case 'start':
        await this.#start(manager, connectionId, entity, hints, oldest);
        return;
      case 'end':
        await releaseHints(manager, connectionId, entity, sweep.run === 'none');
        this.parts.kickRefetch();
    }
  }

  /** Where another delta is under way it may settle these hints as well; the next look tells. */
  async #start(
    manager: EntityManager,
    connectionId: string,
    entity: EntityName,
    hints: number,
    oldest: Date | null,
  ): Promise<void> {
    const connection = await connectionById(manager, connectionId);
    if (connection === null || oldest === null) {
      await releaseHints(manager, connectionId, entity, false);
      return;
    }
    const { runId, started } = await startRun(manager, connection, {
      mode: 'delta',
      reason: `${hints} touches wait`,
      entities: [entity],
      sweepsFrom: oldest,
      behindMs: this.parts.clock.behindMs(connection.instance),
    });
    if (!started) return;
    await manager.query('UPDATE sweep SET run_id = $3 WHERE connection_id = $1 AND entity = $2', [
      connectionId,
      entity,
      runId,
    ]);
    this.parts.kickRuns();
  }
}
