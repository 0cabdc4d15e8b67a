import type { Provider } from '@nestjs/common';
import { Publisher, kafkaOptions } from '@halosync/kafka';
import type { Log } from '@halosync/observability';
import { Metrics } from '@halosync/observability';
import { Health, LOG } from '@halosync/service-host';
import { DataSource } from 'typeorm';
import { FirstAdministrator } from './accounts/first-administrator';
import { Leftovers } from './database/leftovers';
import { GapKeeper } from './gaps/gap-keeper';
import { GapStore } from './gaps/gap-store';
import type { GatewayConfig } from './gateway.config';
import { GATEWAY_CONFIG, gatewayName, publicUrl } from './gateway.config';
import { GatewayWork } from './gateway-work';
import { WebhookWatch } from './halo-webhook/webhook-watch';
import { InboxMetrics } from './inbox/inbox-metrics';
import { InboxRelay } from './inbox/inbox-relay';
import { InboxUpkeep } from './inbox/inbox-upkeep';
import { InboxWriter } from './inbox/inbox-writer';
import { GatewayKeys } from './keys/gateway-keys';
import { ConnectorClient } from './peers/connector.client';
import { ServiceClients } from './peers/service.client';
import { EndpointSnapshot } from './webhooks/endpoint-snapshot';
import { EndpointStore } from './webhooks/endpoint-store';

/** The gateway's part of the line: door, inbox, relay, and the memory of gaps. */
export const lineProviders: Provider[] = [
  { provide: InboxMetrics, inject: [Metrics], useFactory: (metrics: Metrics) => new InboxMetrics(metrics) },
  {
    provide: Publisher,
    inject: [GATEWAY_CONFIG, LOG],
    useFactory: (config: GatewayConfig, log: Log) => new Publisher(kafkaOptions(config, 'halosync-gateway', log)),
  },
  {
    provide: InboxRelay,
    inject: [DataSource, Publisher, GATEWAY_CONFIG, InboxMetrics, LOG],
    useFactory: (
      dataSource: DataSource,
      publisher: Publisher,
      config: GatewayConfig,
      metrics: InboxMetrics,
      log: Log,
    ) =>
      new InboxRelay({
        dataSource,
        send: async (messages) => publisher.send(messages),
        placementOf: (message) => publisher.placementOf(message),
        topicPrefix: config.TOPIC_PREFIX,
        metrics,
        log,
      }),
  },
  {
    provide: InboxWriter,
    inject: [GATEWAY_CONFIG, InboxRelay, LOG],
    useFactory: (config: GatewayConfig, relay: InboxRelay, log: Log) =>
      new InboxWriter(config.DATABASE_URL.reveal(), log, () => relay.kick()),
  },
  {
    provide: GapKeeper,
    inject: [GATEWAY_CONFIG, DataSource, EndpointStore, ConnectorClient, LOG],
    useFactory: (
      config: GatewayConfig,
      dataSource: DataSource,
      endpoints: EndpointStore,
      connector: ConnectorClient,
      log: Log,
    ) =>
      new GapKeeper({
        name: gatewayName(config),
        store: new GapStore(dataSource, async () => endpoints.live()),
        report: async (gap) =>
          connector.reportGap({
            connectionId: gap.connectionId,
            from: gap.from.toISOString(),
            to: gap.to.toISOString(),
            reason: gap.reason,
          }),
        log,
      }),
  },
  {
    provide: InboxUpkeep,
    inject: [DataSource, GATEWAY_CONFIG, InboxMetrics, LOG],
    useFactory: (dataSource: DataSource, config: GatewayConfig, metrics: InboxMetrics, log: Log) =>
      new InboxUpkeep(dataSource, config.INBOX_RETENTION_DAYS, metrics, log),
  },
  {
    provide: GatewayWork,
    inject: [
      DataSource,
      Publisher,
      EndpointSnapshot,
      GatewayKeys,
      InboxWriter,
      GapKeeper,
      InboxMetrics,
      LOG,
      GATEWAY_CONFIG,
      InboxRelay,
      InboxUpkeep,
      ConnectorClient,
      ServiceClients,
      Health,
      FirstAdministrator,
      WebhookWatch,
    ],
    useFactory: (
      dataSource: DataSource,
      publisher: Publisher,
      snapshot: EndpointSnapshot,
      keys: GatewayKeys,
      inbox: InboxWriter,
      gaps: GapKeeper,
      metrics: InboxMetrics,
      log: Log,
      config: GatewayConfig,
      relay: InboxRelay,
      upkeep: InboxUpkeep,
      connector: ConnectorClient,
      services: ServiceClients,
      health: Health,
      first: FirstAdministrator,
      watch: WebhookWatch,
    ) =>
      new GatewayWork({
        dataSource,
        publisher,
        webhooks: { snapshot, keys, inbox, gaps, metrics, log, maxBytes: config.WEBHOOK_MAX_BYTES },
        relay,
        upkeep,
        leftovers: new Leftovers(dataSource, log),
        gaps,
        watch,
        connector,
        services,
        health,
        prepareAccounts: async () => first.prepare(configuredAdministrator(config), `${publicUrl(config)}/setup`),
      }),
  },
];

function configuredAdministrator(config: GatewayConfig): { email: string; password: string } | null {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = config;
  return email === undefined || password === undefined ? null : { email, password: password.reveal() };
}
