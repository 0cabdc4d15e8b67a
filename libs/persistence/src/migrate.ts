import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, failureClass, fullJitterMs, messageOf } from '@halosync/errors';
import type { DataSource } from 'typeorm';

const ATTEMPTS = 20;
// One number for all programs: two that create the schema of the views at once would collide.
const MIGRATION_LOCK = 4_815_162_342;

/** The explicit step before a new version starts. Returns the names of the migrations that ran. */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await migrateOnce(dataSource);
    } catch (error) {
      if (dataSource.isInitialized) await dataSource.destroy();
      if (failureClass(error) !== 'transient' || attempt === ATTEMPTS) {
        throw new AppError('internal', `The migration failed: ${messageOf(error)}`, { cause: error });
      }
      await sleep(fullJitterMs(attempt, Math.random, 5_000));
    }
  }
}

async function migrateOnce(dataSource: DataSource): Promise<string[]> {
  await dataSource.initialize();
  const { schema } = dataSource.options as { schema: string }; // createDataSource always sets it
  const guard = dataSource.createQueryRunner();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await guard.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    const done = await dataSource.runMigrations({ transaction: 'each' });
    return done.map(({ name }) => name);
  } finally {
    await guard.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await guard.release();
    await dataSource.destroy();
  }
}

/** @throws AppError `migrations_pending`: a service does not start on tables that it does not know. */
export async function assertMigrated(dataSource: DataSource): Promise<void> {
  if (await dataSource.showMigrations()) {
    throw new AppError(
      'migrations_pending',
      'The database has not been migrated to this version. Run the migration step first.',
    );
  }
}
