import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { changeEvents, entityNames } from '@halosync/contracts';
import type { Log, Metrics } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import type { ConnectorClient } from '../peers/connector.client';
import type { WebhookLosses } from './webhook-loss';

const EVERY_MS = 5 * 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The meter of the last 24 hours on the metrics page, looked at every five minutes. */
export class LossGauge implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #changes;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connector: Pick<ConnectorClient, 'list'>,
    private readonly losses: WebhookLosses,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.#changes = metrics.gauge('webhook_changes', 'Changes of the last 24 hours that webhooks told, or lost.', [
      'connection',
      'entity',
      'event',
      'outcome',
    ]);
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.#measure(), EVERY_MS);
    this.#timer.unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  async #measure(): Promise<void> {
    try {
      const until = new Date();
      const since = new Date(until.getTime() - DAY_MS);
      this.#changes.reset();
      for (const { id: connection } of await this.connector.list()) {
        const { entities } = await this.losses.report(connection, since, until);
        for (const entity of entityNames) {
          for (const event of changeEvents) {
            const { told, lost } = entities[entity][event];
            this.#changes.set({ connection, entity, event, outcome: 'told' }, told);
            this.#changes.set({ connection, entity, event, outcome: 'lost' }, lost);
          }
        }
      }
    } catch (error) {
      this.log.warn('webhook loss not measured', errorFields(error));
    }
  }
}
