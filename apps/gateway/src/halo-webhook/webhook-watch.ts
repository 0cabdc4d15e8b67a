import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource } from 'typeorm';
import type { HaloWebhooks } from './halo-webhooks';

const POLL_MS = 15_000;
// A Halo that does not answer keeps few others waiting.
const AT_ONCE = 8;

/** Looks at each connection's webhook in Halo every few minutes: Halo switches a failing one off without a word. */
export class WebhookWatch {
  readonly #loop: KickedLoop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly webhooks: HaloWebhooks,
    private readonly everySeconds: number,
    private readonly log: Log,
  ) {
    this.#loop = new KickedLoop({
      round: () => this.#round(),
      pollMs: Math.min(POLL_MS, everySeconds * 1_000),
      onError: (error, attempt) => log.warn('webhooks not looked at', { ...errorFields(error), attempt }),
    });
  }

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  async #round(): Promise<boolean> {
    // Whoever changes the time has the turn: over all replicas a connection is looked at once.
    const due = await this.dataSource.query<{ connection_id: string }[]>(
      `INSERT INTO gateway.webhook_watch AS w (connection_id, asked_at)
       SELECT DISTINCT connection_id, clock_timestamp() FROM gateway.webhook_endpoint WHERE revoked_at IS NULL AND expires_at IS NULL
       ON CONFLICT (connection_id) DO UPDATE SET asked_at = excluded.asked_at
       WHERE w.asked_at <= excluded.asked_at - make_interval(secs => $1)
       RETURNING connection_id`,
      [this.everySeconds],
    );
    for (let first = 0; first < due.length; first += AT_ONCE)
      await Promise.all(due.slice(first, first + AT_ONCE).map(({ connection_id: id }) => this.#look(id)));
    return false;
  }

  async #look(connectionId: string): Promise<void> {
    try {
      await this.webhooks.check(connectionId, { maxAgeSeconds: Math.floor(this.everySeconds / 2), byPerson: false });
    } catch (error) {
      this.log.info('webhook not looked at', { connectionId, ...errorFields(error) });
    }
  }
}
