import { randomUUID } from 'node:crypto';
import { Secret } from '@halosync/config';
import { uuidv7 } from '@halosync/contracts';
import { Leases, migrate } from '@halosync/persistence';
import { templateDatabase, testDatabase, type TestDatabase } from '@halosync/testing';
import type { DataSource } from 'typeorm';
import { connectionById } from '../connections/connection';
import { connectorDataSource } from '../create-data-source';
import { EntityWork } from './entity-work';
import { entitiesOf, runById } from './run-store';

let database: TestDatabase;
let dataSource: DataSource;
const connectionId = randomUUID();

beforeAll(async () => {
  const template = await templateDatabase(
    'connector',
    async (url) => void (await migrate(connectorDataSource(new Secret(url), 2))),
  );
  database = await testDatabase('entity work', template);
  dataSource = connectorDataSource(new Secret(database.url), 4);
  await dataSource.initialize();
  await dataSource.query(
    `INSERT INTO connection (id, instance, name, auth_url, resource_url, tenant, client_id, status)
     VALUES ($1, 'i', 'n', 'a', 'r', 't', 'c', 'active')`,
    [connectionId],
  );
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** The tickets of a new run, in the hands of a process; null where another holds them. */
async function takenBy(holder: string, runId: string): Promise<EntityWork | null> {
  const leases = new Leases(dataSource, 'connector', holder);
  const lease = await leases.take(`run:${runId}:ticket`);
  const [connection, run] = [await connectionById(dataSource, connectionId), await runById(dataSource, runId)];
  const [facts] = await entitiesOf(dataSource, [runId]);
  if (lease === null || connection === null || run === null || facts === undefined) return null;
  return new EntityWork(dataSource, leases, lease, connection, run, facts, new AbortController().signal);
}

async function aRun(): Promise<string> {
  const runId = uuidv7();
  await dataSource.query(`DELETE FROM run WHERE connection_id = $1`, [connectionId]);
  await dataSource.query(
    `INSERT INTO run (id, connection_id, generation, mode, reason) VALUES ($1, $2, 1, 'backfill', 'test')`,
    [runId, connectionId],
  );
  await dataSource.query(
    `INSERT INTO run_entity (run_id, entity, state, phase) VALUES ($1, 'ticket', 'queued', 'pages')`,
    [runId],
  );
  return runId;
}

async function heldNow(runId: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await dataSource.query<Record<string, unknown>[]>('SELECT * FROM run_entity WHERE run_id = $1', [
    runId,
  ]);
  return row;
}

describe('what a process writes of a run', () => {
  it('is nothing at all once another has taken its work over', async () => {
    const runId = await aRun();
    const sleeper = (await takenBy('sleeper', runId))!;
    await sleeper.checkpoint({ nextPage: 2, seen: 100, publishedMore: 100 });
    expect(await takenBy('heir', runId)).toBeNull();
    await dataSource.query(`UPDATE lease SET expires_at = clock_timestamp() - interval '1 second'`);
    const heir = (await takenBy('heir', runId))!;
    await heir.checkpoint({ nextPage: 3, seen: 200, publishedMore: 100 });
    const before = await heldNow(runId);

    const lost = { code: 'lease_lost' };
    let hasRun = false;
    const also = (): Promise<void> => {
      hasRun = true;
      return Promise.resolve();
    };
    await expect(sleeper.checkpoint({ nextPage: 3, seen: 200, publishedMore: 100 }, also)).rejects.toMatchObject(lost);
    await expect(sleeper.say('Waiting for Halo.')).rejects.toMatchObject(lost);
    await expect(sleeper.end({ outcome: 'incomplete', detail: 'given up' })).rejects.toMatchObject(lost);
    expect(hasRun).toBe(false);
    expect(await heldNow(runId)).toEqual(before);
    // Nor does the sleeper take itself for further than the run is.
    expect(sleeper.facts).toMatchObject({ nextPage: 2, seen: 100, published: 100 });
    await heir.end({ outcome: 'complete', detail: '' });
    expect(await heldNow(runId)).toMatchObject({ state: 'complete', published: '200' });
  });

  it('is nothing either once the connection is stopped, or the run has ended', async () => {
    const runId = await aRun();
    const work = (await takenBy('a', runId))!;
    await dataSource.query(`UPDATE connection SET status = 'paused'`);
    await expect(work.checkpoint({ nextPage: 2 })).rejects.toMatchObject({ code: 'lease_lost' });
    await dataSource.query(`UPDATE connection SET status = 'active'`);
    await dataSource.query(`UPDATE run_entity SET ended_at = clock_timestamp()`);
    await expect(work.checkpoint({ nextPage: 2 })).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await heldNow(runId)).toMatchObject({ next_page: 1 });
  });
});
