import type { Provider } from '@nestjs/common';
import type { Log } from '@halosync/observability';
import { LOG } from '@halosync/service-host';
import { DataSource } from 'typeorm';
import type { GatewayConfig } from '../gateway.config';
import { GATEWAY_CONFIG, publicUrl } from '../gateway.config';
import { ConnectorClient } from '../peers/connector.client';
import { CredentialStore } from '../webhooks/credential-store';
import { EndpointSnapshot } from '../webhooks/endpoint-snapshot';
import { EndpointStore } from '../webhooks/endpoint-store';
import { HaloWebhooks } from './halo-webhooks';
import { WebhookWatch } from './webhook-watch';

export const haloWebhookProviders: Provider[] = [
  {
    provide: HaloWebhooks,
    inject: [ConnectorClient, EndpointStore, CredentialStore, EndpointSnapshot, DataSource, GATEWAY_CONFIG, LOG],
    useFactory: (
      connector: ConnectorClient,
      endpoints: EndpointStore,
      credentials: CredentialStore,
      snapshot: EndpointSnapshot,
      dataSource: DataSource,
      config: GatewayConfig,
      log: Log,
    ) =>
      new HaloWebhooks({ connector, endpoints, credentials, snapshot, dataSource, publicUrl: publicUrl(config), log }),
  },
  {
    provide: WebhookWatch,
    inject: [DataSource, HaloWebhooks, GATEWAY_CONFIG, LOG],
    useFactory: (dataSource: DataSource, webhooks: HaloWebhooks, config: GatewayConfig, log: Log) =>
      new WebhookWatch(dataSource, webhooks, config.WEBHOOK_CHECK_SECONDS, log),
  },
];
