import type { Provider } from '@nestjs/common';
import { MasterKeys } from '@halosync/keys';
import { assertMigrated } from '@halosync/persistence';
import { DataSource } from 'typeorm';
import type { GatewayConfig } from '../gateway.config';
import { GATEWAY_CONFIG } from '../gateway.config';
import { GatewayKeys } from '../keys/gateway-keys';
import { RootKey } from '../keys/root-key';
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
    provide: GatewayKeys,
    inject: [DataSource, GATEWAY_CONFIG],
    useFactory: async (dataSource: DataSource, config: GatewayConfig): Promise<GatewayKeys> =>
      new GatewayKeys(await new RootKey(dataSource, new MasterKeys(config.ENCRYPTION_KEYS)).load()),
  },
];
