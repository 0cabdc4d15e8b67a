import type { OnApplicationShutdown, BeforeApplicationShutdown } from '@nestjs/common';
import type { Publisher } from '@halosync/kafka';
import type { Health } from '@halosync/service-host';
import type { DataSource } from 'typeorm';
import type { Leftovers } from './database/leftovers';
import type { GapKeeper } from './gaps/gap-keeper';
import type { WebhookWatch } from './halo-webhook/webhook-watch';
import type { InboxRelay } from './inbox/inbox-relay';
import type { InboxUpkeep } from './inbox/inbox-upkeep';
import type { ConnectorClient } from './peers/connector.client';
import type { ServiceClients } from './peers/service.client';
import type { WebhookParts } from './webhooks/webhook-routes';

export interface GatewayWorkParts {
  readonly dataSource: DataSource;
  readonly publisher: Publisher;
  readonly webhooks: WebhookParts;
  readonly relay: InboxRelay;
  readonly upkeep: InboxUpkeep;
  readonly leftovers: Leftovers;
  readonly gaps: GapKeeper;
  readonly watch: WebhookWatch;
  readonly connector: ConnectorClient;
  readonly services: ServiceClients;
  readonly health: Health;
  /** What has to exist before the first person signs in. */
  readonly prepareAccounts: () => Promise<void>;
}

/** What runs beside the requests: started in order before the first one, stopped in order after the last one. */
export class GatewayWork implements BeforeApplicationShutdown, OnApplicationShutdown {
  #acceptedUntil: Date | undefined;
  #isStarted = false;

  constructor(private readonly parts: GatewayWorkParts) {}

  get webhookParts(): WebhookParts {
    return this.parts.webhooks;
  }

  async start(): Promise<void> {
    const { webhooks, gaps, relay, upkeep, leftovers, watch, health, dataSource, prepareAccounts } = this.parts;
    await prepareAccounts();
    await webhooks.snapshot.start();
    await gaps.start();
    relay.start();
    upkeep.start();
    leftovers.start();
    watch.start();
    // Kafka is not asked: with it away webhooks are taken all the same.
    health.add({ name: 'postgres', check: async () => void (await dataSource.query('SELECT 1')) });
    this.#isStarted = true;
  }

  /** From here on the server takes no new requests. */
  beforeApplicationShutdown(): void {
    this.#acceptedUntil = new Date();
  }

  async onApplicationShutdown(): Promise<void> {
    const { webhooks, relay, upkeep, leftovers, watch, gaps, publisher, connector, services, dataSource } = this.parts;
    webhooks.snapshot.stop();
    await Promise.all([
      relay.stop(),
      upkeep.stop(),
      leftovers.stop(),
      watch.stop(),
      ...(this.#isStarted ? [gaps.stop(this.#acceptedUntil ?? new Date())] : []),
    ]);
    await webhooks.inbox.close();
    await publisher.close();
    connector.close();
    services.close();
    await dataSource.destroy();
  }
}
