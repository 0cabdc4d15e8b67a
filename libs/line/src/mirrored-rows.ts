import { perEntity, type EntityName } from '@halosync/contracts';
import pg from 'pg';

export interface Mirrored {
  /** Live rows. */
  readonly rows: number;
  /** Changes that were learned while they happened, not by reading everything. */
  readonly liveChanges: number;
}

/** What the public views hold of one connection. */
export async function mirroredRows(databaseUrl: string, connectionId: string): Promise<Record<EntityName, Mirrored>> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 60_000,
  });
  await client.connect();
  try {
    const found = perEntity<Mirrored>(() => ({ rows: 0, liveChanges: 0 }));
    for (const entity of Object.keys(found) as EntityName[]) {
      // the keys of a record by entity
      const answer = await client.query<{ rows: string; live: string }>(
        `SELECT (SELECT count(*) FROM halo.${entity}s WHERE connection_id = $1) AS rows,
                (SELECT count(*) FROM halo.${entity}s_history WHERE connection_id = $1 AND learned_by IN ('webhook', 'refetch')) AS live`,
        [connectionId],
      );
      const row = answer.rows[0];
      found[entity] = { rows: Number(row?.rows), liveChanges: Number(row?.live) };
    }
    return found;
  } finally {
    await client.end();
  }
}
