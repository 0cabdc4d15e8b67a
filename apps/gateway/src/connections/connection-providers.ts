import { grpcTls } from '@halosync/grpc';
import type { Provider } from '@nestjs/common';
import type { Log } from '@halosync/observability';
import { Metrics } from '@halosync/observability';
import { LOG } from '@halosync/service-host';
import { DataSource } from 'typeorm';
import { DeadLetters } from '../dead-letters/dead-letters';
import type { GatewayConfig } from '../gateway.config';
import { GATEWAY_CONFIG, publicUrl } from '../gateway.config';
import { GatewayKeys } from '../keys/gateway-keys';
import { ConnectorClient } from '../peers/connector.client';
import { ServiceClients } from '../peers/service.client';
import { CredentialStore } from '../webhooks/credential-store';
import { EndpointSnapshot } from '../webhooks/endpoint-snapshot';
import { EndpointStore } from '../webhooks/endpoint-store';
import { Repairs } from '../runs/repairs';
import { LossGauge } from '../webhook-loss/loss-gauge';
import { WebhookLosses } from '../webhook-loss/webhook-loss';
import type { ConnectionsParts } from './connections';
import { Connections, CONNECTIONS_PARTS } from './connections';

export const connectionProviders: Provider[] = [
  {
    provide: ConnectorClient,
    inject: [GATEWAY_CONFIG],
    useFactory: (config: GatewayConfig) => new ConnectorClient(config.CONNECTOR_GRPC_URL, grpcTls(config)),
  },
  {
    provide: ServiceClients,
    inject: [GATEWAY_CONFIG],
    useFactory: (config: GatewayConfig) =>
      new ServiceClients(
        {
          ticket: config.TICKET_SERVICE_GRPC_URL,
          site: config.SITE_SERVICE_GRPC_URL,
          user: config.USER_SERVICE_GRPC_URL,
          invoice: config.INVOICE_SERVICE_GRPC_URL,
        },
        grpcTls(config),
      ),
  },
  {
    provide: EndpointStore,
    inject: [DataSource, GatewayKeys, GATEWAY_CONFIG],
    useFactory: (dataSource: DataSource, keys: GatewayKeys, config: GatewayConfig) =>
      new EndpointStore(dataSource, keys, config.ROTATION_OVERLAP_SECONDS),
  },
  {
    provide: CredentialStore,
    inject: [DataSource, GatewayKeys, GATEWAY_CONFIG],
    useFactory: (dataSource: DataSource, keys: GatewayKeys, config: GatewayConfig) =>
      new CredentialStore(dataSource, keys, config.ROTATION_OVERLAP_SECONDS),
  },
  {
    provide: EndpointSnapshot,
    inject: [EndpointStore, GatewayKeys, LOG],
    useFactory: (endpoints: EndpointStore, keys: GatewayKeys, log: Log) =>
      new EndpointSnapshot(async () => endpoints.live(), keys, log),
  },
  {
    provide: CONNECTIONS_PARTS,
    inject: [ConnectorClient, EndpointStore, CredentialStore, EndpointSnapshot, DataSource, GATEWAY_CONFIG],
    useFactory: (
      connector: ConnectorClient,
      endpoints: EndpointStore,
      credentials: CredentialStore,
      snapshot: EndpointSnapshot,
      dataSource: DataSource,
      config: GatewayConfig,
    ): ConnectionsParts => ({
      ...{ connector, endpoints, credentials, snapshot, dataSource },
      publicUrl: publicUrl(config),
    }),
  },
  {
    provide: Connections,
    inject: [CONNECTIONS_PARTS],
    useFactory: (parts: ConnectionsParts) => new Connections(parts),
  },
  {
    provide: Repairs,
    inject: [ServiceClients],
    useFactory: (services: ServiceClients) => new Repairs(services),
  },
  {
    provide: WebhookLosses,
    inject: [DataSource, ServiceClients],
    useFactory: (dataSource: DataSource, services: ServiceClients) => new WebhookLosses(dataSource, services),
  },
  {
    provide: LossGauge,
    inject: [ConnectorClient, WebhookLosses, LOG, Metrics],
    useFactory: (connector: ConnectorClient, losses: WebhookLosses, log: Log, metrics: Metrics) =>
      new LossGauge(connector, losses, log, metrics),
  },
  {
    provide: DeadLetters,
    inject: [ServiceClients],
    useFactory: (services: ServiceClients) => new DeadLetters(services),
  },
];
