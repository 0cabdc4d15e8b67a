import type { EntityName } from '@halosync/contracts';
import type { QueryRunner } from 'typeorm';

/**
 * The tables that people query are views in schema `halo`: live rows, all rows with tombstones, and one row per revision.
 * Internal tables may change shape; these change by addition.
 * @param columns the entity's own, in their public order.
 */
export async function createPublicViews(
  runner: QueryRunner,
  entity: EntityName,
  columns: readonly string[],
): Promise<void> {
  const own = columns.map((column) => `"${column}"`).join(', ');
  await runner.query('CREATE SCHEMA IF NOT EXISTS halo');
  await runner.query(`
    CREATE VIEW halo.${entity}s_all AS
    SELECT connection_id, halo_id, ${own}, custom_fields, halo_created_at, halo_updated_at, known_at AS synced_at,
      is_whole, learned_by, revision, deleted_at, raw
    FROM "${entity}"`);
  await runner.query(`CREATE VIEW halo.${entity}s AS SELECT * FROM halo.${entity}s_all WHERE deleted_at IS NULL`);
  await runner.query(`
    CREATE VIEW halo.${entity}s_history AS
    SELECT connection_id, halo_id, revision, operation, valid_from,
      lead(valid_from) OVER (PARTITION BY connection_id, halo_id ORDER BY revision) AS valid_to,
      learned_by, delivery_id, run_id, changed, document, recorded_at, position
    FROM "${entity}_version"`);
}
