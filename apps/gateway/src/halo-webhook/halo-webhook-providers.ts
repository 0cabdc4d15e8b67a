import type { Provider } from '@nestjs/common';
import type { Log } from '@halosync/observability';
import { LOG } from '@halosync/service-host';
import { DataSource } from 'typeorm';
import type { ConnectionsParts } from '../connections/connections';
import { CONNECTIONS_PARTS } from '../connections/connections';
import type { GatewayConfig } from '../gateway.config';
import { GATEWAY_CONFIG } from '../gateway.config';
import { HaloWebhooks } from './halo-webhooks';
import { WebhookWatch } from './webhook-watch';

export const haloWebhookProviders: Provider[] = [
  {
    provide: HaloWebhooks,
    inject: [CONNECTIONS_PARTS, LOG],
    useFactory: (parts: ConnectionsParts, log: Log) => new HaloWebhooks({ ...parts, log }),
  },
  {
    provide: WebhookWatch,
    inject: [DataSource, HaloWebhooks, GATEWAY_CONFIG, LOG],
    useFactory: (dataSource: DataSource, webhooks: HaloWebhooks, config: GatewayConfig, log: Log) =>
      new WebhookWatch(dataSource, webhooks, config.WEBHOOK_CHECK_SECONDS, log),
  },
];
