import { setTimeout as sleep } from 'node:timers/promises';
import type { connectorProto } from '@halosync/contracts';
import { eventually } from '@halosync/testing';
import { Stage } from '../../testing/stage';

jest.setTimeout(60_000);

// Two replicas, whose schedules have to agree.
const stage = new Stage({
  counts: { tickets: 30, sites: 20, users: 20, invoices: 20 },
  connectors: 2,
  env: { DELTA_SECONDS: '3600', RECONCILE_AT: new Date(Date.now() + 12 * 3_600_000).toISOString().slice(11, 16) },
});
let id: string;

beforeAll(async () => {
  const { connection } = await stage.connector.save(await stage.halo.values());
  id = connection.id;
  await stage.connector.ended(connection.runId);
});
// Every test begins with all looks fresh.
beforeEach(async () => {
  await atRest();
  await stage.connector.query('UPDATE run SET started_at = clock_timestamp()');
  await stage.connector.query('UPDATE run_entity SET repaired = 0');
});

async function runs(mode: string): Promise<connectorProto.Run[]> {
  const { items } = await stage.connector.sync.listRuns({ connectionId: id, cursor: '', limit: 50 });
  return items.filter((run) => run.mode === mode);
}

async function atRest(): Promise<void> {
  await eventually(async () =>
    expect(await stage.connector.query('SELECT mode FROM run WHERE ended_at IS NULL')).toEqual([]),
  );
}

/** As if so much time had gone by since all runs of these modes. */
async function age(hours: number, ...modes: string[]): Promise<void> {
  await stage.connector.query(
    `UPDATE run SET started_at = started_at - $1 * interval '1 hour' WHERE mode = ANY($2::text[])`,
    [hours, modes],
  );
}

const entitiesOf = (run: connectorProto.Run | undefined): string[] => (run?.entities ?? []).map(({ entity }) => entity);

it('a delta that is due starts by itself, once for all replicas', async () => {
  const before = (await runs('delta')).length;
  await age(2, 'delta', 'backfill');
  await eventually(async () => expect((await runs('delta')).length).toBe(before + 1));
  await atRest();
  await sleep(3_000);
  const deltas = await runs('delta');
  expect(deltas).toHaveLength(before + 1);
  expect(deltas[0]).toMatchObject({ reason: 'schedule', state: 'complete' });
});

it('what may not be read is left out, and the others go on', async () => {
  await stage.connector.query(
    `UPDATE connection SET access = access || '{"invoice": {"readable": false, "recordCount": -1}}'`,
  );
  await age(2, 'delta', 'backfill');
  const before = (await runs('delta')).length;
  await eventually(async () => expect((await runs('delta')).length).toBe(before + 1));
  expect(entitiesOf((await runs('delta'))[0])).toEqual(['ticket', 'site', 'user']);
  await stage.connector.query(`UPDATE connection SET access = access - 'invoice'`);
});

it('a paused connection waits, and is looked at once it goes on', async () => {
  await stage.connector.connections.pause({ id });
  await age(2, 'delta', 'backfill');
  const before = (await runs('delta')).length;
  await sleep(3_000);
  expect((await runs('delta')).length).toBe(before);
  await stage.connector.connections.resume({ id });
  await eventually(async () => expect((await runs('delta')).length).toBeGreaterThan(before));
});

it('after a gap a deletion that no webhook told is found, for one call an entity', async () => {
  const [ticket] = await stage.halo.ids('ticket');
  await stage.halo.remove('ticket', ticket!);
  await stage.halo.forgetArrivals();
  const to = new Date();
  const from = new Date(to.getTime() - 5_000);
  const gap = { connectionId: id, from: from.toISOString(), to: to.toISOString(), reason: 'gateway was down' };
  await stage.connector.sync.reportGap(gap);
  await eventually(() => expect(stage.around.services.live('ticket', id)).not.toContain(ticket));
  await eventually(async () =>
    expect(await stage.connector.query('SELECT 1 FROM gap WHERE compared_at IS NULL')).toEqual([]),
  );
  await atRest();
  expect((await runs('reconcile'))[0]).toMatchObject({ reason: 'after a gap', state: 'complete' });
  const queries = (await stage.halo.arrivals()).map(({ query }) => query.toLowerCase());
  expect(queries.filter((query) => query.includes('idonly=true'))).toHaveLength(4);
});

it('where a delta finds what no webhook told, the ids are compared too: deletions may be lost as well', async () => {
  await age(2, 'reconcile', 'delta', 'backfill');
  const [changed, gone] = await stage.halo.ids('ticket');
  await stage.halo.remove('ticket', gone!);
  await stage.halo.change('ticket', changed!, { summary: 'its webhook was lost' });
  // A delta, a comparison and a read, each by its own poll.
  await eventually(() => expect(stage.around.services.live('ticket', id)).not.toContain(gone), { timeoutMs: 30_000 });
  await atRest();
  expect((await runs('delta'))[0]!.entities.find(({ entity }) => entity === 'ticket')!.repaired).toBeGreaterThan(0);
  expect((await runs('reconcile'))[0]).toMatchObject({ reason: 'a delta found what no webhook told' });
});

it('a night that was missed is made up for: everything is read', async () => {
  await age(25, 'reconcile', 'backfill');
  const before = (await runs('reconcile')).length;
  await eventually(async () => expect((await runs('reconcile')).length).toBe(before + 1));
  await atRest();
  const [run] = await runs('reconcile');
  expect(run).toMatchObject({ reason: 'schedule', state: 'complete' });
  expect(run!.entities.map(({ inHalo, held, seen }) => [inHalo === held, inHalo === seen])).toEqual(
    Array.from({ length: 4 }, () => [true, true]),
  );
});
