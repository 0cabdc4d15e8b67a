import type { DataSource } from 'typeorm';
import type { AnyEntityDefinition } from './entity-definition';

const BATCH = 5_000;

/**
 * From now on copies of this generation and older ones are dropped. With `purge` all that is held of the connection is
 * removed, in batches; interrupted, it is simply asked for again.
 * @returns how many rows were removed.
 */
export async function closeConnection(
  dataSource: DataSource,
  definition: AnyEntityDefinition,
  {
    connectionId,
    generation,
    purge,
  }: { readonly connectionId: string; readonly generation: number; readonly purge: boolean },
): Promise<number> {
  // Waits for chunks that admitted this generation: they hold the row until they commit.
  await dataSource.query(
    `INSERT INTO connection_generation AS g (connection_id, generation) VALUES ($1, $2)
     ON CONFLICT (connection_id) DO UPDATE SET generation = greatest(g.generation, excluded.generation)`,
    [connectionId, generation + 1],
  );
  if (!purge) return 0;
  let removed = 0;
  for (const table of [definition.name, `${definition.name}_version`, 'dead_letter', 'touch']) {
    for (;;) {
      const [, count] = await dataSource.query<[unknown, number]>(
        `DELETE FROM "${table}" WHERE ctid = ANY(ARRAY(SELECT ctid FROM "${table}" WHERE connection_id = $1 LIMIT ${BATCH}))`,
        [connectionId],
      );
      removed += table === definition.name ? count : 0;
      if (count < BATCH) break;
    }
  }
  return removed;
}
