import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { testServers } from './test-environment';

export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  drop(): Promise<void>;
}

/** A migrated database that others are cloned from. */
export interface Template {
  readonly name: string;
}

// 55006: somebody (a pool that is about to close) is still connected to the template.
const OBJECT_IN_USE = '55006';
const PATIENCE_MS = 10_000;

/** A fresh database: empty, or a clone of the template (20–60 ms). Drop it in `afterAll`; the run drops what is left. */
export async function testDatabase(name = 'db', template?: Template): Promise<TestDatabase> {
  const database = nameIt(name, randomBytes(4).toString('hex'));
  await administer((client) => createDatabase(client, database, template));
  return {
    name: database,
    url: urlOf(database),
    drop: () =>
      administer(async (client) => void (await client.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`))),
  };
}

/**
 * The template for this key, migrated by the first test of the run that asks for it. `migrate` gets the URL of an empty
 * database and closes its connections before it returns.
 */
export async function templateDatabase(key: string, migrate: (url: string) => Promise<void>): Promise<Template> {
  const name = nameIt('template', createHash('sha256').update(key).digest('hex').slice(0, 10));
  await administer(async (client) => {
    // One worker migrates, the others wait here; the lock goes with the connection.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const found = await client.query<{ datistemplate: boolean }>(
      'SELECT datistemplate FROM pg_database WHERE datname = $1',
      [name],
    );
    if (found.rows[0]?.datistemplate === true) return;
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`); // a migration that failed half way
    await createDatabase(client, name);
    await migrate(urlOf(name));
    await client.query(`ALTER DATABASE "${name}" IS_TEMPLATE true`);
  });
  return { name };
}

function nameIt(what: string, suffix: string): string {
  const word = what
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 24);
  return `test_${testServers().run}_${word}_${suffix}`;
}

function urlOf(database: string): string {
  const url = new URL(testServers().databaseUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: testServers().databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function createDatabase(client: pg.Client, name: string, template?: Template): Promise<void> {
  const from = template === undefined ? '' : ` TEMPLATE "${template.name}"`;
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await client.query(`CREATE DATABASE "${name}"${from}`);
      return;
    } catch (error) {
      const isInUse = error instanceof pg.DatabaseError && error.code === OBJECT_IN_USE;
      if (!isInUse || Date.now() > deadline) throw error;
      await client.query('SELECT pg_sleep(0.1)');
    }
  }
}
