import type { EntityManager } from 'typeorm';

interface PgClient {
  query(query: {
    name: string;
    text: string;
    values: readonly unknown[];
  }): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

/**
 * A prepared statement on the transaction's own connection; `manager.query` prepares nothing.
 * @param name at most 63 characters, one per text.
 */
export async function preparedQuery<Row>(
  manager: EntityManager,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const runner = manager.queryRunner;
  if (runner === undefined) throw new Error('A prepared query needs a transaction.');
  const client = (await runner.connect()) as PgClient; // what TypeORM's Postgres runner connects to
  const { rows } = await client.query({ name, text, values });
  return rows as Row[]; // the caller wrote the statement and knows its columns
}
