import type { Secret } from '@halosync/config';
import { createDataSource } from '@halosync/persistence';
import type { DataSource } from 'typeorm';
import { CreateConnector1795500000000 } from './migrations/1795500000000-create-connector';

/** The connector's tables. Not yet connected. */
export function connectorDataSource(url: Secret, poolSize: number): DataSource {
  return createDataSource({
    url,
    schema: 'connector',
    applicationName: 'connector',
    poolSize,
    migrations: [CreateConnector1795500000000],
  });
}
