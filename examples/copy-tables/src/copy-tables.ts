import type { EntityName } from '@halosync/contracts';
import type pg from 'pg';

/** What both sources tell of a change. */
export interface CopiedChange {
  readonly position: number;
  readonly connectionId: string;
  readonly haloId: number;
  readonly revision: number;
  readonly learnedBy: string;
  /** RFC 3339; null while it is in Halo. */
  readonly deletedAt: string | null;
  /** Halo's document, JSON. */
  readonly raw: string;
  /** The whole record as gRPC has it, JSON; null from Kafka, whose messages carry Halo's document alone. */
  readonly record: string | null;
}

const tableOf = (entity: EntityName): string => `copy.${entity}s_all`;

/** A table per entity, deleted records too, and the cursor of each feed. */
export async function createCopyTables(pool: pg.Pool, entities: readonly EntityName[]): Promise<void> {
  const tables = entities.map(
    (entity) => `
      CREATE TABLE IF NOT EXISTS ${tableOf(entity)} (
        connection_id uuid, halo_id bigint, revision integer NOT NULL, learned_by text NOT NULL, deleted_at timestamptz,
        raw jsonb NOT NULL, record jsonb, position bigint NOT NULL, PRIMARY KEY (connection_id, halo_id)
      );`,
  );
  await pool.query(`
    CREATE SCHEMA IF NOT EXISTS copy;
    CREATE TABLE IF NOT EXISTS copy.feed (entity text PRIMARY KEY, cursor bigint NOT NULL);
    ${tables.join('')}`);
}

/**
 * Writes a change, unless the row has come further already: a message that comes twice, or late after a topic was filled
 * again, changes nothing. Where a cursor is given it is committed together with the row.
 */
export async function writeChange(
  pool: pg.Pool,
  entity: EntityName,
  change: CopiedChange,
  cursor: number | null = null,
): Promise<void> {
  await pool.query(
    `WITH written AS (
       INSERT INTO ${tableOf(entity)} AS held (connection_id, halo_id, revision, learned_by, deleted_at, raw, record, position)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (connection_id, halo_id) DO UPDATE SET revision = excluded.revision, learned_by = excluded.learned_by,
         deleted_at = excluded.deleted_at, raw = excluded.raw, record = excluded.record, position = excluded.position
       WHERE held.position < excluded.position)
     INSERT INTO copy.feed (entity, cursor) SELECT $9, $10::bigint WHERE $10 IS NOT NULL
     ON CONFLICT (entity) DO UPDATE SET cursor = excluded.cursor`,
    [
      ...[change.connectionId, change.haloId, change.revision, change.learnedBy],
      ...[change.deletedAt, change.raw, change.record, change.position],
      ...[entity, cursor],
    ],
  );
}
