import { spawnSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Guardian, takesConnections } from '@halosync/supervisor';
import pg from 'pg';
import { removeCluster } from './cluster-directory';
import { startEmbeddedKafka, startEmbeddedPostgres } from './start-embedded';

let guardian: Guardian;
let closed: string;

beforeAll(async () => {
  guardian = await Guardian.start();
  // 0700, as mkdtemp makes it: Postgres' own account cannot get in, where we are root.
  closed = await mkdtemp(join(tmpdir(), 'halosync-embedded-'));
});
afterAll(async () => {
  await removeCluster(join(closed, 'data'));
  await rm(closed, { recursive: true, force: true });
  await guardian.dismiss();
});

const options = () => ({
  dataDir: join(closed, 'data'),
  env: { PATH: process.env.PATH, HOME: process.env.HOME },
  guardian,
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded Postgres', () => {
  it('starts in a directory closed to others, and finds its data again on another port', async () => {
    const first = await startEmbeddedPostgres(options());
    await query(first.address, 'CREATE TABLE kept (id int)');
    expect(await query(first.address, 'SHOW max_connections')).toEqual([{ max_connections: '200' }]);
    await first.stop();

    const second = await startEmbeddedPostgres(options());
    expect(second.address).not.toBe(first.address);
    expect(await query(second.address, 'SELECT * FROM kept')).toEqual([]);
    await second.stop();
  }, 60_000);

  it('wants its password', async () => {
    const server = await startEmbeddedPostgres(options());
    const url = new URL(server.address);
    url.password = 'guess';
    await expect(query(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    await server.stop();
  }, 60_000);

  it('leaves nothing when its data is removed', async () => {
    await removeCluster(join(closed, 'data'));
    await expect(lstat(join(closed, 'data', 'postgres'))).rejects.toThrow('ENOENT');
  });
});

// Where there is Docker there need be no Java.
const hasJava = spawnSync('java', ['-version']).status === 0;

(hasJava ? describe : describe.skip)('the embedded Kafka', () => {
  it('starts, stops, and starts again on its data', async () => {
    await mkdir(join(closed, 'data'), { recursive: true });
    for (let life = 1; life <= 2; life += 1) {
      const broker = await startEmbeddedKafka(options());
      const port = Number(broker.address.split(':')[1]);
      expect(await takesConnections(port)).toBe(true);
      await broker.stop();
      expect(await takesConnections(port)).toBe(false);
    }
  }, 90_000);
});
