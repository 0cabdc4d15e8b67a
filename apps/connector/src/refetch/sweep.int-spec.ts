import type { EntityName } from '@halosync/contracts';
import { touchMessage } from '@halosync/contracts';
import { Publisher } from '@halosync/kafka';
import { eventually } from '@halosync/testing';
import { Stage } from '../../testing/stage';

jest.setTimeout(150_000);

// With HALOSYNC_SOAK=1 it is the storm of 10,000 touches for 5,000 tickets: 50 pages and an empty one, and a few reads
// before it was known as one. Else a tenth of that.
const isSoak = process.env['HALOSYNC_SOAK'] === '1';
const TOUCHED = isSoak ? 5_000 : 500;
const MOST_CALLS = TOUCHED / 100 + 10;

const stage = new Stage({
  counts: { tickets: TOUCHED + 200, sites: 10, users: 20, invoices: 300 },
});
let publisher: Publisher;
let id: string;

beforeAll(async () => {
  publisher = new Publisher(stage.around.kafka);
  const { connection } = await stage.connector.save(await stage.halo.values());
  id = connection.id;
  await stage.connector.ended(connection.runId, 60_000);
}, 120_000);
afterAll(() => publisher.close());
beforeEach(() => stage.halo.forgetArrivals());

async function touch(entity: EntityName, ids: readonly number[]): Promise<void> {
  const touches = ids.map((haloId) => {
    const asked = { connection_id: id, halo_id: haloId, generation: 1, reason: 'hint', run_id: null } as const;
    return touchMessage(stage.around.topicPrefix, entity, asked, new Date());
  });
  for (let first = 0; first < touches.length; first += 500) await publisher.send(touches.slice(first, first + 500));
  // So many take seconds to settle, whatever becomes of them.
  await eventually(async () => expect(await stage.connector.query('SELECT 1 FROM refetch LIMIT 1')).toHaveLength(1));
}

async function change(entity: EntityName, ids: readonly number[], fields: Record<string, unknown>): Promise<void> {
  const left = [...ids];
  const one = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await stage.halo.change(entity, next, fields);
  };
  await Promise.all(Array.from({ length: 8 }, one));
}

const queueIsEmpty = () =>
  eventually(async () => expect(await stage.connector.query('SELECT halo_id, is_swept FROM refetch')).toEqual([]), {
    timeoutMs: 90_000,
  });
const sweeps = () =>
  stage.connector.query<{ reason: string; outcome: string }>(
    'SELECT reason, outcome FROM run WHERE is_sweep ORDER BY id',
  );

describe('a storm of touches', () => {
  it('costs as many calls as pages, and a few, and all rows are right', async () => {
    const touched = (await stage.halo.ids('ticket')).slice(0, TOUCHED);
    for (let first = 0; first < TOUCHED; first += 100) {
      const some = touched.slice(first, first + 100);
      await change('ticket', some, { summary: 'after the storm' });
      await touch('ticket', [...some, ...some]);
    }
    await queueIsEmpty();
    const calls = await stage.halo.arrivals();
    if (isSoak)
      console.info(
        `storm: ${String(touched.length * 2)} touches of ${String(touched.length)} tickets, ${String(calls.length)} calls`,
      );
    expect(calls.length).toBeLessThanOrEqual(MOST_CALLS);
    const wrong = touched.filter(
      (ticket) => stage.around.services.row('ticket', id, ticket)?.['summary'] !== 'after the storm',
    );
    expect(wrong).toEqual([]);
    expect(await sweeps()).not.toEqual([]);
  });

  it('for invoices is met by a scan in the order of their changes', async () => {
    const touched = (await stage.halo.ids('invoice')).slice(0, 60);
    await change('invoice', touched, { reference: 'after the storm' });
    await touch('invoice', touched);
    await queueIsEmpty();
    expect((await stage.halo.arrivals()).length).toBeLessThanOrEqual(8);
    for (const invoice of touched)
      expect(stage.around.services.row('invoice', id, invoice)).toMatchObject({ reference: 'after the storm' });
  });

  it('that pages say nothing of ends in single reads', async () => {
    const touched = (await stage.halo.ids('ticket')).slice(TOUCHED, TOUCHED + 30);
    await touch('ticket', touched);
    await queueIsEmpty();
    const calls = await stage.halo.arrivals();
    expect(calls.filter(({ path }) => /\/\d+$/.test(path))).toHaveLength(touched.length);
  });

  it('is met by a scan in the order of the changes where Halo ignores the date filter', async () => {
    await stage.halo.profile({ filterIgnored: true });
    const touched = (await stage.halo.ids('ticket')).slice(TOUCHED + 100, TOUCHED + 130);
    await change('ticket', touched, { summary: 'unfiltered' });
    await touch('ticket', touched);
    await queueIsEmpty();
    const calls = await stage.halo.arrivals();
    expect(calls.filter(({ path }) => /\/\d+$/.test(path)).length).toBeLessThan(8);
    for (const ticket of touched)
      expect(stage.around.services.row('ticket', id, ticket)).toMatchObject({ summary: 'unfiltered' });
  });

  it('is read one by one where lists are known to tell nothing', async () => {
    await stage.connector.query(`UPDATE connection SET access = '{"ticket": {"readable": true, "narrows": false}}'`);
    const before = (await sweeps()).length;
    const touched = (await stage.halo.ids('ticket')).slice(TOUCHED + 150, TOUCHED + 180);
    await touch('ticket', touched);
    await queueIsEmpty();
    const reads = (await stage.halo.arrivals()).filter(({ path }) => /\/\d+$/.test(path));
    expect(reads).toHaveLength(touched.length);
    expect(await sweeps()).toHaveLength(before);
  });
});
