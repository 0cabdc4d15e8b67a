import type pg from 'pg';

export interface Column {
  readonly name: string;
  /** As Postgres calls it: uuid, bigint, text, jsonb, … */
  readonly type: string;
  readonly isKey: boolean;
}

const KEY = ['connection_id', 'halo_id'];

/** The columns of the table that the ticket service writes, in order. */
export async function ticketColumns(pool: pg.Pool): Promise<Column[]> {
  const { rows } = await pool.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = 'ticket_service.ticket'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  );
  return rows.map((row) => ({ ...row, isKey: KEY.includes(row.name) }));
}

/** A table of the same definition for a peer, with its indexes or without; empty. */
export async function makeTable(pool: pg.Pool, name: string, isIndexed = true): Promise<void> {
  await pool.query(`
    CREATE SCHEMA IF NOT EXISTS bench;
    DROP TABLE IF EXISTS bench.${name};
    CREATE TABLE bench.${name} (LIKE ticket_service.ticket INCLUDING ALL${isIndexed ? '' : ' EXCLUDING INDEXES'}) WITH (fillfactor = 70)`);
}
