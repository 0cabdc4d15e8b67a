import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@halosync/testing';
import { Stage } from '../../testing/stage';

jest.setTimeout(60_000);

const stage = new Stage({ counts: { tickets: 40, sites: 10, users: 10, invoices: 30 } });
let id: string;

beforeAll(async () => {
  const { connection } = await stage.connector.save(await stage.halo.values());
  id = connection.id;
  expect((await stage.connector.ended(connection.runId)).state).toBe('complete');
});
afterEach(() => {
  stage.around.services.held.clear();
});

describe('a gap', () => {
  const report = (from: number, to: number) =>
    stage.connector.sync.reportGap({
      connectionId: id,
      from: new Date(Date.now() - from).toISOString(),
      to: new Date(Date.now() - to).toISOString(),
      reason: 'gateway was down',
    });

  it('is made up for within seconds', async () => {
    const [ticket] = await stage.halo.ids('ticket');
    await stage.halo.change('ticket', ticket!, { summary: 'its webhook was lost' });
    const start = Date.now();
    await report(5_000, 0);
    await eventually(() =>
      expect(stage.around.services.row('ticket', id, ticket!)).toMatchObject({ summary: 'its webhook was lost' }),
    );
    expect(Date.now() - start).toBeLessThan(10_000);
    await eventually(async () =>
      expect(await stage.connector.query('SELECT 1 FROM gap WHERE closed_at IS NULL')).toEqual([]),
    );
  });

  it('that overlaps another is one with it, and one that comes during a delta gets a run of its own', async () => {
    stage.around.services.held.add('invoice');
    const order = { connectionId: id, mode: 'delta', entities: ['invoice'] };
    const { run: running } = await stage.connector.sync.startRun(order);
    await report(60_000, 40_000);
    await report(50_000, 30_000);
    await sleep(1_500);
    expect(await stage.connector.query('SELECT run_id FROM gap WHERE closed_at IS NULL')).toEqual([{ run_id: null }]);
    stage.around.services.held.clear();
    await stage.connector.ended(running!.id);
    await eventually(async () =>
      expect(await stage.connector.query('SELECT 1 FROM gap WHERE closed_at IS NULL')).toEqual([]),
    );
    const { items } = await stage.connector.sync.listRuns({ connectionId: id, cursor: '', limit: 5 });
    expect(items.find(({ mode }) => mode === 'delta')).toMatchObject({
      reason: 'gap: gateway was down',
      state: 'complete',
    });
  });
});
