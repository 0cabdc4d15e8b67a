import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import type { Connection } from '../connections/connection';
import { connectionById, liveConnections } from '../connections/connection';
import type { HaloClock } from '../gate/halo-clock';
import { startRun } from '../sync/start-run';
import type { DueRun, SchedulePlan } from './due-runs';
import { dueRuns } from './due-runs';
import { closeCompared, scheduleFacts } from './schedule-facts';

export interface ScheduleOptions {
  readonly dataSource: DataSource;
  readonly clock: HaloClock;
  /** Where a connection sets nothing of its own. */
  readonly defaults: SchedulePlan;
  readonly onRun: () => void;
  readonly log: Log;
}

const POLL_MS = 2_000;

/** Starts the runs that nobody has to ask for: deltas every few minutes, a reconcile each night, comparisons after gaps. */
export class Schedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: KickedLoop;

  constructor(private readonly options: ScheduleOptions) {
    this.#loop = new KickedLoop({
      pollMs: POLL_MS,
      round: () => this.#round(),
      onError: (error, attempt) => options.log.warn('schedule waits', { attempt, ...errorFields(error) }),
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

  async #round(): Promise<boolean> {
    const { dataSource } = this.options;
    for (const connection of await liveConnections(dataSource)) {
      if (connection.status !== 'active') continue;
      const isDue = (await this.#due(dataSource.manager, connection)).length > 0;
      if (isDue) await dataSource.transaction((manager) => this.#start(manager, connection.id));
    }
    return false;
  }

  /** Looked at once more with the connection locked: another replica may have been faster. */
  async #start(manager: EntityManager, connectionId: string): Promise<void> {
    await manager.query('SELECT 1 FROM connection WHERE id = $1 FOR NO KEY UPDATE', [connectionId]);
    const connection = await connectionById(manager, connectionId);
    if (connection?.status !== 'active') return;
    const { clock, log, onRun } = this.options;
    for (const { mode, idsOnly, entities, reason } of await this.#due(manager, connection)) {
      const behindMs = clock.behindMs(connection.instance);
      const { runId } = await startRun(manager, connection, { mode, idsOnly, entities, reason, behindMs });
      log.info('run started', { connectionId, runId, mode, idsOnly, entities, reason });
    }
    onRun();
  }

  async #due(manager: EntityManager, connection: Connection): Promise<DueRun[]> {
    const { defaults } = this.options;
    const { deltaSeconds = defaults.deltaSeconds, reconcileAt = defaults.reconcileAt } = connection.settings;
    const facts = await scheduleFacts(manager, connection);
    if (facts.gapUntil !== null) await closeCompared(manager, connection.id, facts.looks);
    return dueRuns(facts, { deltaSeconds, reconcileAt });
  }
}
