import type { Secret } from '@halosync/config';
import type { EntitySchema, MigrationInterface, MixedList } from 'typeorm';
import { DataSource } from 'typeorm';

export interface DataSourceSettings {
  readonly url: Secret;
  /** Each program keeps its tables in a schema of its own. */
  readonly schema: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly poolSize: number;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- TypeORM names a class by its constructor
  readonly entities?: MixedList<Function | string | EntitySchema>;
  readonly migrations: readonly (new () => MigrationInterface)[];
}

// An answer later than this finds nobody waiting for it.
const STATEMENT_TIMEOUT_MS = 30_000;

/** A pool on Postgres. Not yet connected. */
export function createDataSource(settings: DataSourceSettings): DataSource {
  return new DataSource({
    type: 'postgres',
    url: settings.url.reveal(),
    schema: settings.schema,
    applicationName: settings.applicationName,
    poolSize: settings.poolSize,
    entities: settings.entities ?? [],
    migrations: [...settings.migrations],
    migrationsTableName: 'migration',
    synchronize: false,
    logging: false,
    extra: {
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
      idle_in_transaction_session_timeout: 60_000,
      // Instants are stored and read in UTC whatever the machine's zone; plain table names are the program's own.
      options: `-c TimeZone=UTC -c search_path=${settings.schema},public`,
    },
  });
}
