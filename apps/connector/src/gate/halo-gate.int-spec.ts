import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '@halosync/config';
import type { Exchange, HaloCall } from '@halosync/halo-client';
import { migrate } from '@halosync/persistence';
import { RateBudget } from '@halosync/rate-budget';
import { templateDatabase, testDatabase, type TestDatabase } from '@halosync/testing';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { connectorDataSource } from '../create-data-source';
import { CallLedger } from './call-ledger';
import { CallMeter } from './call-meter';
import { HaloClock } from './halo-clock';
import { HaloGate } from './halo-gate';

// A slot is to be used within a sixtieth of it.
const WINDOW_MS = 6_000;
const target = { id: null, instance: 'late' };
let database: TestDatabase;
let dataSource: DataSource;
let pool: pg.Pool;
let budget: RateBudget;

beforeAll(async () => {
  const template = await templateDatabase(
    'connector',
    async (url) => void (await migrate(connectorDataSource(new Secret(url), 2))),
  );
  database = await testDatabase('gate', template);
  dataSource = connectorDataSource(new Secret(database.url), 4);
  await dataSource.initialize();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  budget = new RateBudget({ pool, holder: 'gate' });
  await budget.ensure(target.instance, { limit: 4, windowMs: WINDOW_MS });
});
afterAll(async () => {
  await budget.close();
  await pool.end();
  await dataSource.destroy();
  await database.drop();
});

describe('the gate', () => {
  const sent: string[] = [];
  const answer = { status: 200, headers: {}, body: Buffer.from('{}'), ms: 1 } as unknown as Exchange; // as much as the gate reads
  const transport = {
    exchange: ({ url }: HaloCall): Promise<Exchange> => {
      sent.push(url);
      return Promise.resolve(answer);
    },
  };
  const gate = (): HaloGate =>
    new HaloGate(budget, transport, new CallLedger(dataSource), new HaloClock(), new CallMeter());
  const call = { method: 'GET', url: 'https://halo.example.com/api/Tickets', kind: 'list' } as unknown as HaloCall; // never sent
  /** Comes so late, so often. */
  const late = (times: number) => ({
    ...({ lane: 'console', reason: 'test' } as const),
    beforeSend: async (): Promise<void> => {
      if (times-- > 0) await sleep(WINDOW_MS / 60 + 50);
    },
  });
  beforeEach(() => sent.splice(0));

  it('takes another slot where it stood still between the grant and the sending, and gives the first one back', async () => {
    expect((await gate().call(target, late(1), call)).exchange).toBe(answer);
    expect(sent).toHaveLength(1);
    expect(await budget.snapshot(target.instance)).toMatchObject({ used: 1 });
  });

  it('gives up where that goes on, and has sent nothing', async () => {
    await expect(gate().call(target, late(9), call)).rejects.toMatchObject({ code: 'budget_timeout', retryable: true });
    expect(sent).toEqual([]);
  });
});
