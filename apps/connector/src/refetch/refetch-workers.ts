import { setMaxListeners } from 'node:events';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { AppError, failureClass, fullJitterMs } from '@halosync/errors';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource } from 'typeorm';
import { connectionById } from '../connections/connection';
import type { RefetchParts } from './refetch-record';
import { refetchRecord } from './refetch-record';
import type { Claim } from './refetch-queue';

export interface RefetchWorkersOptions extends RefetchParts {
  readonly dataSource: DataSource;
  readonly concurrency: number;
  readonly log: Log;
}

const POLL_MS = 1_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** Reads the queue's records one by one, several at a time. A record that cannot be read waits; none is dropped. */
export class RefetchWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stop = new AbortController();
  readonly #loops: readonly KickedLoop[];

  constructor(private readonly options: RefetchWorkersOptions) {
    // One listener per worker and wait; Node would take more than ten for a leak.
    setMaxListeners(0, this.#stop.signal);
    this.#loops = Array.from(
      { length: options.concurrency },
      () =>
        new KickedLoop({
          pollMs: POLL_MS,
          round: () => this.#round(),
          onError: (error, attempt) => options.log.warn('refetching waits', { attempt, ...errorFields(error) }),
        }),
    );
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }

  kick(): void {
    for (const loop of this.#loops) loop.kick();
  }

  async #round(): Promise<boolean> {
    if (this.#stop.signal.aborted) return false;
    const claim = await this.options.queue.claim();
    if (claim === null) return false;
    const connection = await connectionById(this.options.dataSource, claim.connectionId);
    if (connection === null) return true;
    try {
      await refetchRecord(connection, claim, claim.reason, this.options, this.#stop.signal);
    } catch (error) {
      await this.#putBack(claim, error);
    }
    return true;
  }

  async #putBack(claim: Claim, error: unknown): Promise<void> {
    if (error instanceof AppError && error.code === 'lease_lost') return;
    // No slot, or no leave to go on: that says nothing about the record.
    const isNoAttempt =
      this.#stop.signal.aborted ||
      (error instanceof AppError && ['budget_timeout', 'auth_failed'].includes(error.code));
    const waitMs = isNoAttempt ? 0 : fullJitterMs(claim.attempts + 2, Math.random, LONGEST_WAIT_MS);
    const code = error instanceof AppError ? error.code : failureClass(error);
    await this.options.queue.putBack(claim, waitMs, isNoAttempt ? null : code);
    if (!isNoAttempt) {
      const { connectionId, entity, haloId, attempts } = claim;
      this.options.log.warn('record not read, again later', {
        connectionId,
        entity,
        haloId,
        attempts,
        waitMs: Math.round(waitMs),
        ...errorFields(error),
      });
    }
  }
}
