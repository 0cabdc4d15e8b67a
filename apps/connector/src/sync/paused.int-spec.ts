import { setTimeout as sleep } from 'node:timers/promises';
import type { connectorProto } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import { eventually } from '@halosync/testing';
import pg from 'pg';
import { ConnectorProcess } from '../../testing/connector-process';
import { Surroundings } from '../../testing/running-connector';
import { RunningHalo } from '../../testing/running-halo';

jest.setTimeout(180_000);

const NAMES = ['replica-1', 'replica-2'] as const;

describe('two replicas of the program', () => {
  let halo: RunningHalo;
  let around: Surroundings;
  let pool: pg.Pool;
  const replicas = new Map<string, ConnectorProcess>();

  beforeAll(async () => {
    ConnectorProcess.build();
    [halo, around] = await Promise.all([
      RunningHalo.start({
        SIMULATOR_TICKETS: '700',
        SIMULATOR_SITES: '40',
        SIMULATOR_USERS: '150',
        SIMULATOR_INVOICES: '120',
        SIMULATOR_RATE_LIMIT_ENABLED: 'false',
      }),
      Surroundings.make(),
    ]);
    pool = new pg.Pool({ connectionString: around.database.url, max: 2, options: '-c search_path=connector' });
    for (const name of NAMES)
      replicas.set(name, await ConnectorProcess.start({ ...around.env(halo.address), CONNECTOR_NAME: name }));
  });
  afterEach(() => halo.calm());
  afterAll(async () => {
    for (const replica of replicas.values()) {
      replica.resume();
      await replica.end();
    }
    await pool.end();
    await around.remove();
    await halo.stop();
  });

  async function query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await pool.query<Row>(text, values)).rows;
  }

  interface Holder {
    readonly name: (typeof NAMES)[number];
    readonly epoch: number;
    /** The next page of the work that it holds. */
    readonly page: number;
  }

  /** Who reads the tickets of a run. */
  async function holderOf(runId: string): Promise<Holder> {
    const [row] = await query<{ holder: string; epoch: string; next_page: number }>(
      `SELECT l.holder, l.epoch, e.next_page FROM lease l JOIN run_entity e ON e.run_id = $1 AND e.entity = 'ticket'
       WHERE l.name = 'run:' || $1 || ':ticket' AND l.expires_at > clock_timestamp()`,
      [runId],
    );
    const name = NAMES.find((candidate) => row?.holder.startsWith(`${candidate}:`) === true);
    if (row === undefined || name === undefined) throw new Error('nobody reads the tickets');
    return { name, epoch: Number(row.epoch), page: row.next_page };
  }

  const replica = (name: string): ConnectorProcess => replicas.get(name)!;
  const otherThan = (name: string): ConnectorProcess => replica(NAMES.find((candidate) => candidate !== name)!);

  async function ended(by: ConnectorProcess, id: string): Promise<connectorProto.Run> {
    return eventually(
      async () => {
        const { run } = await by.grpc.call<connectorProto.GetRunRequest, connectorProto.GetRunResponse>('getRun', {
          id,
        });
        if (run?.endedAt === '') throw new Error(`still ${run.state}: ${JSON.stringify(run.entities)}`);
        return run!;
      },
      { timeoutMs: 120_000, intervalMs: 300 },
    );
  }

  /** Complete, every record there, none of them counted twice, and all that was published judged. */
  async function expectCountedOnce(run: connectorProto.Run): Promise<void> {
    expect(run.state).toBe('complete');
    for (const entity of entityNames) {
      const ids = await halo.ids(entity);
      expect(around.services.live(entity, run.connectionId)).toEqual(ids);
      const { seen, published, applied, unchanged } = run.entities.find((candidate) => candidate.entity === entity)!;
      expect({ entity, seen, judged: applied + unchanged }).toEqual({ entity, seen: ids.length, judged: published });
      const [calls] = await query<{ published: string }>(
        'SELECT sum(published) AS published FROM run_call WHERE run_id = $1 AND entity = $2',
        [run.id, entity],
      );
      expect(Number(calls?.published)).toBe(published);
    }
  }

  it('go on with the work of one that is stopped for longer than its lease, and what it does afterwards is fenced off', async () => {
    await halo.fault({ match: { entity: 'ticket', scope: 'collection' }, kind: 'slow', delayMs: 700 });
    const request = { values: await halo.values(), settings: undefined, idempotencyKey: '' };
    const { connection } = await replica('replica-1').grpc.call<
      connectorProto.SaveConnectionRequest,
      Required<connectorProto.SaveConnectionResponse>
    >('saveConnection', request);
    const { runId } = connection!;
    const stopped = await eventually(async () => {
      const holder = await holderOf(runId);
      if (holder.page < 2) throw new Error('not in the middle');
      return holder;
    });
    // Nearly always while Halo takes its 0.7 s: the answer waits for it when it wakes.
    replica(stopped.name).pause();
    const heir = await eventually(
      async () => {
        const holder = await holderOf(runId);
        if (holder.name === stopped.name || holder.page <= stopped.page) throw new Error('not taken over yet');
        return holder;
      },
      { timeoutMs: 30_000 },
    );
    expect(heir.epoch).toBeGreaterThan(stopped.epoch);
    replica(stopped.name).resume();
    await sleep(1_500);
    await halo.calm();
    await expectCountedOnce(await ended(otherThan(stopped.name), runId));
  });

  it('do not mind a wall clock that jumps an hour and back in the middle', async () => {
    await halo.fault({ match: { entity: 'ticket', scope: 'collection' }, kind: 'slow', delayMs: 300 });
    await halo.forgetArrivals();
    const one = replica('replica-1');
    const { items } = await one.grpc.call<object, connectorProto.ListConnectionsResponse>('listConnections', {});
    const request = { connectionId: items[0]!.id, mode: 'backfill', entities: [] };
    const { run } = await one.grpc.call<connectorProto.StartRunRequest, connectorProto.StartRunResponse>(
      'startRun',
      request,
    );
    const { id } = run!;
    const holder = await eventually(() => holderOf(id));
    for (let step = 0; step < 2; step++) {
      replica(holder.name).stepClock();
      await sleep(1_000);
    }
    await halo.calm();
    await expectCountedOnce(await ended(one, id));
    // Nobody took a token for expired either.
    expect((await halo.arrivals()).filter(({ path }) => path.includes('token'))).toEqual([]);
  });
});
