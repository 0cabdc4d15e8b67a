import type { Metrics } from '@halosync/observability';
import type { RoutedDelivery } from './route-delivery';

/** What is counted on the way from Halo to Kafka. */
export class InboxMetrics {
  readonly #received;
  readonly #refused;
  readonly #quarantined;
  readonly #parts;
  readonly #relaySeconds;
  readonly #waiting;
  readonly #oldest;

  constructor(metrics: Metrics) {
    this.#received = metrics.counter('webhooks_received_total', 'Webhooks committed to the inbox.');
    this.#refused = metrics.counter('webhooks_refused_total', 'Webhooks answered with an error.', ['reason']);
    this.#quarantined = metrics.counter('webhooks_quarantined_total', 'Webhooks kept but not readable.', ['reason']);
    this.#parts = metrics.counter('webhook_events_total', 'Events found in webhooks, by what became of them.', [
      'entity',
      'outcome',
    ]);
    this.#relaySeconds = metrics.histogram('webhook_relay_seconds', 'From the commit of a webhook to its publication.');
    this.#waiting = metrics.gauge('inbox_waiting', 'Webhooks that are committed and not yet published.');
    this.#oldest = metrics.gauge('inbox_oldest_seconds', 'Age of the oldest webhook that is not yet published.');
  }

  received(): void {
    this.#received.inc();
  }

  refused(reason: string): void {
    this.#refused.inc({ reason });
  }

  quarantined(reason: string): void {
    this.#quarantined.inc({ reason });
  }

  relayed(rows: readonly RoutedDelivery[]): void {
    const now = Date.now();
    for (const row of rows) {
      if (row.status === 'quarantined') this.quarantined(row.reason ?? 'unknown');
      if (!row.isReplay) this.#relaySeconds.observe(Math.max(0, now - row.receivedAt.getTime()) / 1000);
      for (const part of row.parts) {
        this.#parts.inc({
          entity: part.entity ?? 'none',
          outcome: part.topic === null ? (part.why ?? 'nothing') : part.topic.endsWith('received') ? 'copy' : 'touch',
        });
      }
    }
  }

  waiting(count: number, oldestSeconds: number): void {
    this.#waiting.set(count);
    this.#oldest.set(oldestSeconds);
  }
}
