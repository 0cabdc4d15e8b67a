import { databaseVariables, encryptionKeys } from '@halosync/config';
import { MasterKeys } from '@halosync/keys';
import { assertMigrated } from '@halosync/persistence';
import { runCommand } from '@halosync/service-host';
import { connectorDataSource } from './create-data-source';
import { DataKeys } from './secrets/data-keys';

const variables = { DATABASE_URL: databaseVariables.DATABASE_URL, ENCRYPTION_KEYS: encryptionKeys };

void runCommand('connector key rotation', variables, async (config) => {
  const dataSource = await connectorDataSource(config.DATABASE_URL, 2).initialize();
  try {
    await assertMigrated(dataSource);
    return { ...(await new DataKeys(dataSource, new MasterKeys(config.ENCRYPTION_KEYS)).rotate()) };
  } finally {
    await dataSource.destroy();
  }
});
