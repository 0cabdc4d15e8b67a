import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingMessage } from '@halosync/contracts';
import type { Placement } from '@halosync/kafka';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop, RELAY_BATCH, relayOnce } from '@halosync/persistence';
import type { DataSource } from 'typeorm';
import type { InboxMetrics } from './inbox-metrics';
import { InboxRelayStore } from './inbox-relay-store';
import type { RoutedDelivery } from './route-delivery';

// Kicked after each commit; the poll is for what other replicas left behind.
const POLL_MS = 1_000;
const DEFER_SECONDS = 30;
// A round costs five trips to Postgres and one to Kafka, however many it takes along. When webhooks come thick a pause as
// long as the round lets more of them share the next one and leaves half of the time to answering; one that comes alone
// never waits, nor does a backlog while nothing new comes.
const BUSY_ROWS = 8;
const LEAST_PAUSE_MS = 8;
const MOST_PAUSE_MS = 100;

export interface InboxRelayParts {
  readonly dataSource: DataSource;
  readonly send: (messages: readonly OutgoingMessage[]) => Promise<void>;
  readonly placementOf: (message: OutgoingMessage) => Placement | undefined;
  readonly topicPrefix: string;
  readonly metrics: InboxMetrics;
  readonly log: Log;
}

/** From the inbox to Kafka. With Kafka away it waits and nothing is lost. */
export class InboxRelay {
  readonly #loop: KickedLoop;
  readonly #store: InboxRelayStore;
  #batchLimit = RELAY_BATCH;
  #hasNews = false;

  constructor(private readonly parts: InboxRelayParts) {
    this.#store = new InboxRelayStore(parts.dataSource, parts.topicPrefix, () => this.#batchLimit, parts.placementOf);
    this.#loop = new KickedLoop({
      round: async () => this.#round(),
      pollMs: POLL_MS,
      onError: (error, attempt) => parts.log.warn('inbox not relayed', { ...errorFields(error), attempt }),
    });
  }

  start(): void {
    this.#loop.start();
  }

  kick(): void {
    this.#hasNews = true;
    this.#loop.kick();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  async #round(): Promise<boolean> {
    let batch: readonly RoutedDelivery[] = [];
    const startedAt = performance.now();
    this.#takeNews();
    try {
      const count = await relayOnce(this.#store, async (rows) => {
        batch = rows;
        await this.parts.send(rows.flatMap(({ messages }) => messages));
      });
      this.parts.metrics.relayed(batch);
      this.#batchLimit = Math.min(RELAY_BATCH, this.#batchLimit * 2);
      const pauseMs = Math.min(Math.max(performance.now() - startedAt, LEAST_PAUSE_MS), MOST_PAUSE_MS);
      if (this.#takeNews() && count >= BUSY_ROWS) await sleep(pauseMs);
      return count > 0;
    } catch (error) {
      if (!isAboutTheMessages(error)) throw error;
      // The broker lives and refuses these: find the one by sending alone, and let it wait aside.
      const [only] = batch;
      if (batch.length === 1 && only !== undefined) await this.#defer(only, error);
      this.#batchLimit = 1;
      return true;
    }
  }

  /** Whether something was committed since this was last asked. */
  #takeNews(): boolean {
    const hasNews = this.#hasNews;
    this.#hasNews = false;
    return hasNews;
  }

  async #defer(row: RoutedDelivery, error: unknown): Promise<void> {
    this.parts.log.error('delivery refused by kafka', { ...errorFields(error), deliveryId: row.deliveryId });
    await this.parts.dataSource.query(
      `UPDATE gateway.inbox SET attempts = attempts + 1, next_try_at = clock_timestamp() + make_interval(secs => $2 * (attempts + 1)) WHERE delivery_id = $1`,
      [row.deliveryId, DEFER_SECONDS],
    );
  }
}

/** Whether the broker answered and will answer the same again, as for a message that is too large. */
function isAboutTheMessages(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; depth++) {
    if (current.name === 'KafkaJSProtocolError' && 'type' in current && current.type === 'MESSAGE_TOO_LARGE')
      return true;
    current = current.cause;
  }
  return false;
}
