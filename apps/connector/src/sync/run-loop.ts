import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { EntityName } from '@halosync/contracts';
import { AppError, failureClass, fullJitterMs } from '@halosync/errors';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import type { HeldLease, Leases } from '@halosync/persistence';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource } from 'typeorm';
import { connectionById } from '../connections/connection';
import type { DriveParts } from './drive-entity';
import { driveEntity } from './drive-entity';
import type { Ending } from './entity-outcome';
import { EntityWork } from './entity-work';
import { entitiesOf, openWork, runById } from './run-store';

export interface RunLoopOptions {
  readonly dataSource: DataSource;
  readonly leases: Leases;
  readonly leaseMs: number;
  readonly stallMs: number;
  readonly log: Log;
  readonly parts: DriveParts;
  /** An entity has ended: a gap may wait for that. */
  readonly onEnd: () => void;
}

interface Task {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

const POLL_MS = 1_000;
// A bug gets a few attempts, in case it was the moment's fault.
const UNKNOWN_ATTEMPTS = 5;

/** Takes up open work of runs, whoever began it: each entity is one lease, so replicas share a run and inherit from the killed. */
export class RunLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #tasks = new Map<string, Task>();
  readonly #failures = new Map<string, { count: number; until: number }>();
  readonly #loop: KickedLoop;

  constructor(private readonly options: RunLoopOptions) {
    this.#loop = new KickedLoop({
      pollMs: POLL_MS,
      round: () => this.#round(),
      onError: (error, attempt) => options.log.warn('runs wait', { attempt, ...errorFields(error) }),
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
    for (const { abort } of this.#tasks.values()) abort.abort();
    await Promise.all([...this.#tasks.values()].map(({ done }) => done));
  }

  kick(): void {
    this.#loop.kick();
  }

  async #round(): Promise<boolean> {
    const open = await openWork(this.options.dataSource);
    const keys = new Set(open.map(({ runId, entity }) => `${runId}:${entity}`));
    // Cancelled, or its connection is stopped: the checkpoint's fence would end it too, but not in the middle of a wait.
    for (const [key, { abort }] of this.#tasks) if (!keys.has(key)) abort.abort();
    for (const { runId, entity } of open) {
      const key = `${runId}:${entity}`;
      if (this.#tasks.has(key) || (this.#failures.get(key)?.until ?? 0) > performance.now()) continue;
      const lease = await this.options.leases.take(`run:${key}`);
      if (lease !== null) this.#start(key, runId, entity, lease);
    }
    return false;
  }

  #start(key: string, runId: string, entity: EntityName, lease: HeldLease): void {
    const abort = new AbortController();
    const done = this.#drive(key, runId, entity, lease, abort)
      .catch((error: unknown) => this.#failed(key, error, abort.signal.aborted))
      .then(() => this.options.leases.release(lease))
      .catch((error: unknown) =>
        this.options.log.warn('lease not released, it runs out', { lease: lease.name, ...errorFields(error) }),
      )
      .finally(() => {
        this.#tasks.delete(key);
        this.kick();
      });
    this.#tasks.set(key, { abort, done });
  }

  async #drive(
    key: string,
    runId: string,
    entity: EntityName,
    lease: HeldLease,
    abort: AbortController,
  ): Promise<void> {
    const { dataSource, leases, parts, log } = this.options;
    const run = await runById(dataSource, runId);
    const facts = (await entitiesOf(dataSource, [runId])).find((candidate) => candidate.entity === entity);
    const connection = run === null ? null : await connectionById(dataSource, run.connectionId);
    if (run === null || facts === undefined || connection === null) return;
    const work = new EntityWork(dataSource, leases, lease, connection, run, facts, abort.signal);
    const watch = this.#watch(work, lease, abort);
    try {
      await this.#sayIfStill(work);
      await dataSource.query(
        'UPDATE run_entity SET began_at = coalesce(began_at, clock_timestamp()) WHERE run_id = $1 AND entity = $2',
        [runId, entity],
      );
      const ending = await this.#ending(key, work, parts);
      await work.end(ending);
      this.#failures.delete(key);
      log.info('entity read', {
        connectionId: connection.id,
        runId,
        mode: run.mode,
        entity,
        ...ending,
        seen: work.facts.seen,
        published: work.facts.published,
      });
      this.options.onEnd();
    } finally {
      clearInterval(watch);
    }
  }

  /** By its position, not by its pulse: one that fails at the same page again and again stalls as well. */
  async #sayIfStill(work: EntityWork): Promise<void> {
    const isStill = work.stillForMs() > this.options.stallMs;
    if (isStill && work.facts.state !== 'stalled') await work.say(work.facts.detail, 'stalled');
  }

  /** What ends an entity although it was not read to its end, as an ending; the rest is thrown, to be tried again. */
  async #ending(key: string, work: EntityWork, parts: DriveParts): Promise<Ending> {
    try {
      return await driveEntity(work, parts);
    } catch (error) {
      work.signal.throwIfAborted();
      if (!isFinal(error) && !this.#isHopeless(key, error)) throw error;
      const level = error instanceof AppError && error.code !== 'internal' ? 'warn' : 'error';
      this.options.log[level]('entity given up', {
        runId: work.run.id,
        entity: work.facts.entity,
        ...errorFields(error),
      });
      const detail =
        error instanceof AppError && error.code !== 'internal'
          ? error.message
          : 'We failed, not Halo: see the log of the connector.';
      return { outcome: 'incomplete', detail };
    }
  }

  #isHopeless(key: string, error: unknown): boolean {
    const isUnknown =
      failureClass(error) !== 'transient' &&
      !(error instanceof AppError && ['lease_lost', 'auth_failed'].includes(error.code));
    return isUnknown && (this.#failures.get(key)?.count ?? 0) + 1 >= UNKNOWN_ATTEMPTS;
  }

  #failed(key: string, error: unknown, isAborted: boolean): void {
    const isQuiet = error instanceof AppError && ['lease_lost', 'auth_failed'].includes(error.code);
    const count = (this.#failures.get(key)?.count ?? 0) + (isQuiet || isAborted ? 0 : 1);
    this.#failures.set(key, { count, until: performance.now() + fullJitterMs(Math.max(1, count)) });
    if (!isAborted)
      this.options.log[isQuiet ? 'info' : 'warn']('entity interrupted', { key, count, ...errorFields(error) });
  }

  /** Keeps the lease, and says so when nothing has moved for long. */
  #watch(work: EntityWork, lease: HeldLease, abort: AbortController): NodeJS.Timeout {
    const { leases, leaseMs, log } = this.options;
    return setInterval(() => {
      void leases.renew(lease).then(
        (isHeld) => {
          if (!isHeld) abort.abort();
        },
        // The lease runs out by itself if this goes on; the fence keeps us from writing then.
        (error: unknown) => log.warn('lease not renewed', { lease: lease.name, ...errorFields(error) }),
      );
      void this.#sayIfStill(work).catch(() => undefined);
    }, leaseMs / 3);
  }
}

/** Halo said something that asking again does not change. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  return (
    !['internal', 'lease_lost', 'auth_failed'].includes(error.code) &&
    (!error.retryable || error.code === 'halo_answer_invalid')
  );
}
