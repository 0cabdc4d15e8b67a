import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource } from 'typeorm';

const POLL_MS = 10 * 60 * 1000;

const statements = [
  `DELETE FROM gateway.sign_in_attempt WHERE last_at < clock_timestamp() - interval '1 hour'`,
  `DELETE FROM gateway.session WHERE created_at < clock_timestamp() - interval '12 hours'`,
  `DELETE FROM gateway.webhook_credential WHERE expires_at < clock_timestamp()`,
  `DELETE FROM gateway.webhook_endpoint WHERE least(revoked_at, expires_at) < clock_timestamp() - interval '30 days'`,
  `DELETE FROM gateway.gap WHERE reported_at < clock_timestamp() - interval '30 days'`,
] as const;

/** Removes small rows that mean nothing any more. */
export class Leftovers {
  readonly #loop: KickedLoop;

  constructor(dataSource: DataSource, log: Log) {
    this.#loop = new KickedLoop({
      round: async () => {
        for (const statement of statements) await dataSource.query(statement);
        return false;
      },
      pollMs: POLL_MS,
      onError: (error, attempt) => log.warn('leftovers not removed', { ...errorFields(error), attempt }),
    });
  }

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }
}
