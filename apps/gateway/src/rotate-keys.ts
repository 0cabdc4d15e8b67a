import { databaseVariables, encryptionKeys } from '@halosync/config';
import { MasterKeys } from '@halosync/keys';
import { assertMigrated } from '@halosync/persistence';
import { runCommand } from '@halosync/service-host';
import { gatewayDataSource } from './database/gateway-data-source';
import { RootKey } from './keys/root-key';

const variables = { DATABASE_URL: databaseVariables.DATABASE_URL, ENCRYPTION_KEYS: encryptionKeys };

void runCommand('gateway key rotation', variables, async (config) => {
  const dataSource = await gatewayDataSource({ ...config, DATABASE_POOL: 2 }).initialize();
  try {
    await assertMigrated(dataSource);
    return { ...(await new RootKey(dataSource, new MasterKeys(config.ENCRYPTION_KEYS)).rotate()) };
  } finally {
    await dataSource.destroy();
  }
});
