import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource } from 'typeorm';
import type { CallLedger } from './gate/call-ledger';

const EVERY_MS = 60_000;
const BATCH = 5_000;
const RUNS_KEPT_DAYS = 90;

/** Drops what nobody asks for any more, a batch at a time, and closes the calls whose caller has died. */
export class Upkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: KickedLoop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: CallLedger,
    log: Log,
    private readonly callsKeptDays: number,
  ) {
    this.#loop = new KickedLoop({
      pollMs: EVERY_MS,
      round: () => this.#round(),
      onError: (error, attempt) => log.warn('upkeep waits', { attempt, ...errorFields(error) }),
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #round(): Promise<boolean> {
    await this.ledger.closeLost();
    const calls = await this.#drop('call_ledger', 'started_at', this.callsKeptDays);
    const runs = await this.#drop('run', 'ended_at', RUNS_KEPT_DAYS);
    const gaps = await this.#drop('gap', 'closed_at', RUNS_KEPT_DAYS);
    // Those of open runs stay: their epochs fence, and must not begin anew.
    await this.dataSource.query(
      `DELETE FROM lease WHERE expires_at < clock_timestamp() - interval '1 day'
         AND NOT EXISTS (SELECT 1 FROM run WHERE ended_at IS NULL AND starts_with(lease.name, 'run:' || run.id))`,
    );
    return Math.max(calls, runs, gaps) >= BATCH;
  }

  async #drop(table: 'call_ledger' | 'run' | 'gap', column: string, days: number): Promise<number> {
    const [, count] = await this.dataSource.query<[unknown, number]>(
      `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${column} < clock_timestamp() - $1 * interval '1 day' LIMIT ${BATCH}))`,
      [days],
    );
    return count;
  }
}
