import pg from 'pg';
import { templateDatabase, testDatabase, type TestDatabase } from './test-database';

const made: TestDatabase[] = [];
afterAll(() => Promise.all(made.map((database) => database.drop())));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('test databases', () => {
  it('are each alone', async () => {
    const [one, two] = await Promise.all([testDatabase(), testDatabase()]);
    made.push(one, two);
    await query(one.url, 'CREATE TABLE mine (id int)');
    expect(await query(two.url, "SELECT to_regclass('mine') AS found")).toEqual([{ found: null }]);
  });

  it('are clones of a template that is migrated once', async () => {
    let migrations = 0;
    const migrate = async (url: string): Promise<void> => {
      migrations += 1;
      await query(url, 'CREATE TABLE ready (id int)');
    };
    const key = `spec-${String(Date.now())}`;
    const templates = await Promise.all([templateDatabase(key, migrate), templateDatabase(key, migrate)]);
    const clones = await Promise.all(templates.map((template) => testDatabase('clone', template)));
    made.push(...clones);
    for (const clone of clones) expect(await query(clone.url, 'SELECT * FROM ready')).toEqual([]);
    expect(migrations).toBe(1);
  });
});
