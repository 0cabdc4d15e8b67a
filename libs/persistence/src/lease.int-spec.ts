import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '@halosync/config';
import { testDatabase, type TestDatabase } from '@halosync/testing';
import type { DataSource } from 'typeorm';
import { createDataSource } from './data-source';
import { Leases, leaseTable, type HeldLease } from './lease';

const LEASE_MS = 400;
const HOUR = 3_600_000;
let database: TestDatabase;
let dataSource: DataSource;
let names = 0;

beforeAll(async () => {
  database = await testDatabase('lease');
  // A clock that can be put forward and back, for those who look there before they look at Postgres's own.
  dataSource = createDataSource({
    ...{ url: new Secret(database.url), schema: 'unsteady,pg_catalog', applicationName: 'lease test' },
    ...{ poolSize: 6, migrations: [] },
  });
  await dataSource.initialize();
  await dataSource.query('CREATE SCHEMA work');
  await dataSource.query(leaseTable('work'));
  await dataSource.query('CREATE TABLE work.checkpoint (lease text PRIMARY KEY, page int NOT NULL)');
  await dataSource.query('CREATE SCHEMA unsteady');
  await dataSource.query(`CREATE TABLE unsteady.offset AS SELECT interval '0' AS step`);
  await dataSource.query(`CREATE FUNCTION unsteady.clock_timestamp() RETURNS timestamptz VOLATILE LANGUAGE sql
    AS 'SELECT pg_catalog.clock_timestamp() + step FROM unsteady.offset'`);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const aHolder = (name: string): Leases => new Leases(dataSource, 'work', name, LEASE_MS);
const aName = (): string => `run:${String(++names)}`;

async function held(leases: Leases, name: string): Promise<HeldLease> {
  const lease = await leases.take(name);
  if (lease === null) throw new Error(`${name} is not free`);
  return lease;
}

/** What a holder writes: only as long as the lease is its own. */
function checkpoint(leases: Leases, lease: HeldLease, page: number): Promise<void> {
  return dataSource.transaction(async (manager) => {
    await leases.assertHeld(manager, lease);
    await manager.query(
      `INSERT INTO work.checkpoint VALUES ($1, $2) ON CONFLICT (lease) DO UPDATE SET page = excluded.page`,
      [lease.name, page],
    );
  });
}

async function pageOf(name: string): Promise<number | undefined> {
  const [row] = await dataSource.query<{ page: number }[]>('SELECT page FROM work.checkpoint WHERE lease = $1', [name]);
  return row?.page;
}

const step = (ms: number): Promise<unknown> =>
  dataSource.query(`UPDATE unsteady.offset SET step = step + $1 * interval '1 millisecond'`, [ms]);

describe('a lease', () => {
  it("is one process's, of however many that want it at once", async () => {
    const name = aName();
    const holders = Array.from({ length: 20 }, (_, place) => aHolder(`replica-${String(place)}`));
    const taken = await Promise.all(holders.map((leases) => leases.take(name)));
    expect(taken.filter((lease) => lease !== null)).toHaveLength(1);
  });

  it('is free when it is released, and runs out by itself', async () => {
    const [name, one, other] = [aName(), aHolder('one'), aHolder('other')];
    await one.release(await held(one, name));
    const lease = await held(other, name);
    expect(lease).toMatchObject({ holder: 'other', epoch: 2 });
    expect(await one.take(name)).toBeNull();
    await sleep(LEASE_MS + 50);
    expect(await one.take(name)).toMatchObject({ holder: 'one', epoch: 3 });
  });

  it('lasts for as long as it is renewed', async () => {
    const [name, one, other] = [aName(), aHolder('one'), aHolder('other')];
    const lease = await held(one, name);
    for (let renewal = 0; renewal < 4; renewal++) {
      await sleep(LEASE_MS / 2);
      expect(await one.renew(lease)).toBe(true);
      expect(await other.take(name)).toBeNull();
    }
  });

  it('fences off what a holder writes that slept past it', async () => {
    const [name, sleeper, heir] = [aName(), aHolder('sleeper'), aHolder('heir')];
    const former = await held(sleeper, name);
    await checkpoint(sleeper, former, 1);
    await sleep(LEASE_MS + 50);
    // Nobody has taken it yet: even so its time is over.
    await expect(checkpoint(sleeper, former, 2)).rejects.toMatchObject({ code: 'lease_lost' });
    const present = await held(heir, name);
    await checkpoint(heir, present, 7);
    await expect(checkpoint(sleeper, former, 2)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await sleeper.renew(former)).toBe(false);
    await sleeper.release(former);
    await checkpoint(heir, present, 8);
    expect(await pageOf(name)).toBe(8);
  });

  it('is not taken over in the middle of a write', async () => {
    const [name, one, other] = [aName(), aHolder('one'), aHolder('other')];
    const lease = await held(one, name);
    let taking: Promise<HeldLease | null> = Promise.resolve(null);
    await dataSource.transaction(async (manager) => {
      await one.assertHeld(manager, lease);
      await sleep(LEASE_MS + 50);
      taking = other.take(name);
      await sleep(100);
      await manager.query(`INSERT INTO work.checkpoint VALUES ($1, 3)`, [name]);
    });
    expect(await taking).toMatchObject({ holder: 'other', epoch: 2 });
    expect(await pageOf(name)).toBe(3);
  });
});

describe("when the database's clock steps", () => {
  it('forward, a lease is lost early and nothing is written by two', async () => {
    const [name, one, other] = [aName(), aHolder('one'), aHolder('other')];
    const lease = await held(one, name);
    await step(HOUR);
    const next = await held(other, name);
    expect(await one.renew(lease)).toBe(false);
    await expect(checkpoint(one, lease, 1)).rejects.toMatchObject({ code: 'lease_lost' });
    await checkpoint(other, next, 2);
    expect(await pageOf(name)).toBe(2);
  });

  it('back, its holder keeps it, and the first renewal makes it as short as ever', async () => {
    const [name, one, other] = [aName(), aHolder('one'), aHolder('other')];
    const lease = await held(one, name);
    await step(-HOUR / 60);
    expect(await other.take(name)).toBeNull();
    expect(await one.renew(lease)).toBe(true);
    await checkpoint(one, lease, 1);
    await sleep(LEASE_MS + 50);
    expect(await other.take(name)).not.toBeNull();
  });

  it('back by an hour, the work of a killed holder does not wait for an hour', async () => {
    const [name, killed, heir] = [aName(), aHolder('killed'), aHolder('heir')];
    const former = await held(killed, name);
    await step(-HOUR);
    const lease = await held(heir, name);
    expect(lease.epoch).toBe(former.epoch + 1);
    await expect(checkpoint(killed, former, 1)).rejects.toMatchObject({ code: 'lease_lost' });
  });
});
