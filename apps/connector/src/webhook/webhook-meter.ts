import type { Metrics } from '@halosync/observability';
import type { Counter, Gauge } from 'prom-client';

/** Looks at webhooks for the metrics page; counts nothing until it is given one. */
export class WebhookMeter {
  #checks: Counter<'outcome'> | undefined;
  #disabled: Gauge | undefined;

  attach(metrics: Metrics): void {
    this.#checks = metrics.counter('webhook_checks_total', 'Looks at our webhook in Halo, by what was seen.', [
      'outcome',
    ]);
    this.#disabled = metrics.gauge('webhooks_disabled', 'Connections whose webhook Halo has switched off.');
  }

  note(outcome: string, disabled: number): void {
    this.#checks?.inc({ outcome });
    this.#disabled?.set(disabled);
  }
}
