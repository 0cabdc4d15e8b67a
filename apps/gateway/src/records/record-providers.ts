import type { Provider } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config';
import { GATEWAY_CONFIG } from '../gateway.config';
import { ConnectorClient } from '../peers/connector.client';
import { ServiceClients } from '../peers/service.client';
import { Records } from './records';

export const recordProviders: Provider[] = [
  {
    provide: Records,
    inject: [ServiceClients, ConnectorClient, GATEWAY_CONFIG],
    useFactory: (services: ServiceClients, connector: ConnectorClient, config: GatewayConfig) =>
      new Records(services, connector, config.TOPIC_PREFIX),
  },
];
