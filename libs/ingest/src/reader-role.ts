import type { QueryRunner } from 'typeorm';

/** The role of those who only read: grant it to a login, and that login sees the public views and nothing else. */
export const READER_ROLE = 'halosync_reader';

/**
 * Lets the readers' role see public views of a schema. The role belongs to the server, not to the database, so it may be
 * there already; and where the migration may not make roles it goes on without one (the manual says what to run then).
 */
export async function grantToReaders(
  runner: QueryRunner,
  schema: 'halo' | 'reporting',
  views: readonly string[],
): Promise<void> {
  await runner.query(`
    DO $$
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${READER_ROLE}') THEN
        CREATE ROLE ${READER_ROLE} NOLOGIN;
      END IF;
    EXCEPTION
      WHEN insufficient_privilege THEN RAISE NOTICE 'role ${READER_ROLE} not made: no right to make roles';
      WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server was faster
    END $$`);
  const rows = (await runner.query('SELECT rolname FROM pg_roles WHERE rolname = $1', [READER_ROLE])) as unknown[];
  if (rows.length === 0) return;
  await runner.query(`GRANT USAGE ON SCHEMA ${schema} TO ${READER_ROLE}`);
  await runner.query(`GRANT SELECT ON ${views.map((view) => `${schema}.${view}`).join(', ')} TO ${READER_ROLE}`);
}
