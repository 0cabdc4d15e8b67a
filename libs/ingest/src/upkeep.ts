import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource } from 'typeorm';

const HOUR_MS = 60 * 60 * 1000;
// Runs are long over by then, and their numbers are kept by the connector.
const TALLY_DAYS = 30;

/** Keeps the week partitions of `processed` ahead of time, and drops what nobody asks for any more. */
export class Upkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: KickedLoop;

  constructor(dataSource: DataSource, log: Log) {
    this.#loop = new KickedLoop({
      pollMs: HOUR_MS,
      round: async () => {
        await dataSource.query('SELECT maintain_processed()');
        await dataSource.query(
          `DELETE FROM tally WHERE call_id < uuidv7_floor(now() - interval '${TALLY_DAYS} days') AND ctid = ANY(ARRAY(
             SELECT ctid FROM tally WHERE call_id < uuidv7_floor(now() - interval '${TALLY_DAYS} days') LIMIT 10000))`,
        );
        return false;
      },
      onError: (error, attempt) => log.warn('upkeep waits', { attempt, ...errorFields(error) }),
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
