import { createDataSource } from '@halosync/persistence';
import type { DataSource } from 'typeorm';
import type { GatewayConfig } from '../gateway.config';
import { CreateInbox1764100000000 } from '../migrations/1764100000000-create-inbox';
import { CreateWebhookEndpoint1764100000001 } from '../migrations/1764100000001-create-webhook-endpoint';
import { CreateGap1764100000002 } from '../migrations/1764100000002-create-gap';
import { CreateAccount1764100000003 } from '../migrations/1764100000003-create-account';

/** The gateway's tables, in a schema of its own. */
export function gatewayDataSource(config: Pick<GatewayConfig, 'DATABASE_URL' | 'DATABASE_POOL'>): DataSource {
  return createDataSource({
    url: config.DATABASE_URL,
    schema: 'gateway',
    applicationName: 'halosync gateway',
    poolSize: config.DATABASE_POOL,
    migrations: [
      CreateInbox1764100000000,
      CreateWebhookEndpoint1764100000001,
      CreateGap1764100000002,
      CreateAccount1764100000003,
    ],
  });
}
