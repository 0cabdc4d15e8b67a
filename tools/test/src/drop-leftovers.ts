import pg from 'pg';

/** Drops the databases of one run on servers that outlive it. */
export async function dropLeftovers(databaseUrl: string, run: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const found = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [`test_${run}_`],
    );
    for (const { datname } of found.rows) {
      await client.query(`ALTER DATABASE "${datname}" IS_TEMPLATE false`);
      await client.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
    }
  } catch (error) {
    console.log(`could not drop what the tests left: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await client.end().catch(() => undefined); // it was never connected
  }
}
