import { migrate } from '@halosync/persistence';
import { runCommand } from '@halosync/service-host';
import { gatewayDataSource } from './database/gateway-data-source';
import { gatewayVariables } from './gateway.config';

const { DATABASE_URL, DATABASE_POOL } = gatewayVariables;

void runCommand('gateway migration', { DATABASE_URL, DATABASE_POOL }, async (config) => ({
  migrations: await migrate(gatewayDataSource(config)),
}));
