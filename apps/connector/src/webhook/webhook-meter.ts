import type { Metrics } from '@halosync/observability';
import type { Counter } from 'prom-client';
import type { WebhookStore } from './webhook-store';

/** Webhooks in Halo on the metrics page: how looks at them went, and what is wrong now, the same on every replica. */
export class WebhookMeter {
  #checks: Counter<'outcome'> | undefined;

  constructor(private readonly store: Pick<WebhookStore, 'countFaults'>) {}

  attach(metrics: Metrics): void {
    this.#checks = metrics.counter('webhook_checks_total', 'Looks at our webhook in Halo, by what was seen.', [
      'outcome',
    ]);
    const faults = metrics.gauge('webhook_faults', 'Connections whose webhook in Halo is not in working order.', [
      'code',
    ]);
    metrics.beforePage(async () => {
      const counts = await this.store.countFaults();
      faults.reset();
      for (const [code, count] of counts) faults.set({ code }, count);
    });
  }

  /** @param outcome `sound`, `forbidden`, or the code of what is wrong. */
  note(outcome: string): void {
    this.#checks?.inc({ outcome });
  }
}
