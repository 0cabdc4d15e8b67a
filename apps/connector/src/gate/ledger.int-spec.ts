import { eventually } from '@halosync/testing';
import { kindOf } from '../../testing/kind-of-arrival';
import { Stage } from '../../testing/stage';

jest.setTimeout(120_000);

const stage = new Stage({ counts: { tickets: 230, sites: 20, users: 40, invoices: 30 } });

async function arrived(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const arrival of await stage.halo.arrivals()) counts[kindOf(arrival)] = (counts[kindOf(arrival)] ?? 0) + 1;
  return counts;
}

async function ledger(): Promise<Record<string, number>> {
  const rows = await stage.connector.query<{ kind: string; calls: string }>(
    'SELECT kind, count(*) AS calls FROM call_ledger GROUP BY kind',
  );
  return Object.fromEntries(rows.map(({ kind, calls }) => [kind, Number(calls)]));
}

describe('the ledger of calls', () => {
  it('has a row for every request that Halo has seen, and no other, and says what each was good for', async () => {
    await stage.halo.forgetArrivals();
    const refused = await stage.halo.values({ clientSecret: 'wrong' });
    await expect(stage.connector.connections.test({ values: refused, settings: undefined })).rejects.toBeDefined();
    const pressed = { values: await stage.halo.values(), settings: undefined, idempotencyKey: '', askedBy: 'ann' };
    const connection = (await stage.connector.connections.save(pressed)).connection!;
    const { id } = connection;
    expect((await stage.connector.ended(connection.runId)).state).toBe('complete');
    const [ticket] = await stage.halo.ids('ticket');
    await stage.halo.change('ticket', ticket!, { summary: 'useful' });
    await stage.halo.fault({ match: { entity: 'ticket', scope: 'record' }, kind: 'status', status: 503, times: 1 });
    const asked = { connectionId: id, entity: 'ticket', haloId: ticket!, askedBy: 'ann@example.org' };
    await stage.connector.sync.refetchRecord(asked);
    await eventually(async () => expect(await stage.connector.query('SELECT 1 FROM refetch')).toEqual([]), {
      timeoutMs: 30_000,
    });
    const { run } = await stage.connector.sync.startRun({ connectionId: id, mode: 'delta', entities: [] });
    await stage.connector.ended(run!.id);
    await eventually(async () => expect(await ledger()).toEqual(await arrived()));

    const calls = async (filter: { entity?: string; lane?: string; status?: string; from?: string }) =>
      (await stage.connector.sync.listCalls({ connectionId: id, cursor: '', limit: 200, ...filter })).items;
    const reads = await calls({ lane: 'console', entity: 'ticket' });
    expect(reads.filter(({ kind }) => kind === 'record')).toMatchObject([
      { status: 200, haloId: ticket, askedBy: 'ann@example.org', rows: 1, useful: 1, reason: 'person' },
      { status: 503, haloId: ticket, askedBy: 'ann@example.org', rows: 0, useful: 0 },
    ]);
    const tests = (await calls({ lane: 'console' })).filter(({ reason }) => reason.startsWith('test '));
    expect(tests.length).toBeGreaterThan(5);
    expect(new Set(tests.map(({ askedBy }) => askedBy))).toEqual(new Set(['ann']));
    expect((await stage.connector.run(connection.runId)).askedBy).toBe('ann');
    expect((await calls({ status: '503' })).map(({ status }) => status)).toEqual([503]);
    const pages = (await calls({ lane: 'backfill', entity: 'ticket' })).filter(({ kind }) => kind === 'list');
    expect(pages.map(({ rows, useful }) => [rows, useful])).toEqual([
      [0, 0],
      [30, 30],
      [100, 100],
      [100, 100],
    ]);
    expect(new Set(pages.map(({ runId }) => runId))).toEqual(new Set([connection.runId]));
    expect(await calls({ from: new Date(Date.now() + 60_000).toISOString() })).toEqual([]);
  });
});
