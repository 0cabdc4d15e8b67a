import pg from 'pg';

/** User and database of the servers that we start. */
export const NAME = 'halosync';

/** True once the server answers a query. */
export async function answersQueries(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    await client.query('SELECT 1');
    return true;
  });
}

/** True once the server (`url` without a database) answers and has our database. */
export async function hasDatabase(url: string): Promise<boolean> {
  return withClient(`${url}/postgres`, async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [NAME]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
    return true;
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<boolean>): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined); // it went away in between: the next try tells
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
