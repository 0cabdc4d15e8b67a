import type { EntityName } from '@halosync/contracts';
import type { QueryRunner } from 'typeorm';
import type { DocumentTimes, PublicColumn, PublicColumns } from './public-column';
import { commentOnView, sqlLiteral } from './comment-on-view';
import { documentColumns, historyColumns, rowColumns } from './public-column';
import { createDocumentFunctions } from './document-functions';
import { grantToReaders } from './reader-role';
import type { ReportingView } from './reporting-views';
import { createReportingViews } from './reporting-views';

/** What of an entity is public. */
export interface PublicEntity {
  readonly entity: EntityName;
  readonly columns: PublicColumns;
  readonly times: DocumentTimes;
  readonly reports: readonly ReportingView[];
}

/**
 * The tables that people query are views in schema `halo`: live rows, all rows with tombstones, one row per revision, and
 * the rows as they were at a moment. Internal tables may change shape; these change by addition.
 */
export async function createPublicViews(runner: QueryRunner, published: PublicEntity): Promise<void> {
  const { entity, columns, reports } = published;
  const own = Object.keys(columns).map(quoted).join(', ');
  await runner.query('CREATE SCHEMA IF NOT EXISTS halo');
  await createDocumentFunctions(runner);
  await runner.query(`
    CREATE VIEW halo.${entity}s_all AS
    SELECT connection_id, halo_id, ${own}, custom_fields, halo_created_at, halo_updated_at, known_at AS synced_at,
      is_whole, learned_by, revision, deleted_at, raw
    FROM "${entity}"`);
  await runner.query(`CREATE VIEW halo.${entity}s AS SELECT * FROM halo.${entity}s_all WHERE deleted_at IS NULL`);
  // The next revision is looked up row by row, by index: a window over the record would be reckoned before every filter.
  await runner.query(`
    CREATE VIEW halo.${entity}s_history AS
    SELECT connection_id, halo_id, revision, operation, valid_from,
      (SELECT next.valid_from FROM "${entity}_version" next
       WHERE next.connection_id = v.connection_id AND next.halo_id = v.halo_id AND next.revision > v.revision
       ORDER BY next.revision LIMIT 1) AS valid_to,
      learned_by, delivery_id, run_id, changed, document, recorded_at, position
    FROM "${entity}_version" v`);
  await createAsOf(runner, published);
  await commentOnView(runner, `halo.${entity}s`, `The ${entity}s that Halo has, one row each.`, rowComments(columns));
  await commentOnView(runner, `halo.${entity}s_all`, `All ${entity}s, deleted ones too.`, rowComments(columns));
  await commentOnView(
    runner,
    `halo.${entity}s_history`,
    `What became of each ${entity}: a row per revision.`,
    historyColumns,
  );
  await grantToReaders(runner, 'halo', [`${entity}s`, `${entity}s_all`, `${entity}s_history`]);
  if (reports.length > 0) await createReportingViews(runner, reports);
}

/** A plain SQL function, so that a filter on its rows reaches the index of the history. */
async function createAsOf(runner: QueryRunner, { entity, columns, times }: PublicEntity): Promise<void> {
  const shaped = documentColumns({ columns, times });
  const names = Object.entries(shaped);
  await runner.query(`
    CREATE FUNCTION halo.${entity}_as_of(at timestamptz)
    RETURNS TABLE (${names.map(([name, { type }]) => `${quoted(name)} ${type}`).join(', ')})
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
      SELECT ${names.map(([, { value }]) => value).join(', ')}
      FROM (
        SELECT DISTINCT ON (h.connection_id, h.halo_id) h.*
        FROM halo.${entity}s_history h WHERE h.valid_from <= at
        ORDER BY h.connection_id, h.halo_id, h.revision DESC
      ) AS last_known
      WHERE operation <> 'deleted';
    END`);
  await runner.query(
    `COMMENT ON FUNCTION halo.${entity}_as_of(timestamptz) IS
     ${sqlLiteral(`The ${entity}s as Halo had them at that moment, as far as they were ever seen. Deleted ones are left out.`)}`,
  );
}

const rowComments = (columns: PublicColumns): Record<string, string> => ({
  ...rowColumns,
  ...Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, columnComment(name, column)])),
});

/** The sentence, and the name by which Halo knows the field where it is another one. */
const columnComment = (name: string, { says, field }: PublicColumn): string =>
  name === field ? says : `${says} (Halo: ${field})`;

const quoted = (name: string): string => `"${name}"`;
