import type { Provider } from '@nestjs/common';
import { assertMigrated } from '@halosync/persistence';
import { DataSource } from 'typeorm';
import type { GatewayConfig } from '../gateway.config';
import { GATEWAY_CONFIG } from '../gateway.config';
import { KeyRing } from '../keys/key-ring';
import { gatewayDataSource } from './gateway-data-source';

export const databaseProviders: Provider[] = [
  {
    provide: DataSource,
    inject: [GATEWAY_CONFIG],
    useFactory: async (config: GatewayConfig): Promise<DataSource> => {
      const dataSource = await gatewayDataSource(config).initialize();
      await assertMigrated(dataSource);
      return dataSource;
    },
  },
  {
    provide: KeyRing,
    inject: [GATEWAY_CONFIG],
    useFactory: (config: GatewayConfig) => new KeyRing(config.ENCRYPTION_KEYS),
  },
];
