import { AppError } from '@halosync/errors';
import { eventually, testDatabase, type TestDatabase } from '@halosync/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { budgetTables } from './budget-tables';
import type { Lane } from './lane';
import { RateBudget, type RateBudgetOptions } from './rate-budget';

const MINUTE = 60_000;
let database: TestDatabase;
const pools: pg.Pool[] = [];
const budgets: RateBudget[] = [];

beforeAll(async () => {
  database = await testDatabase('budget');
  const pool = aPool();
  await pool.query('CREATE SCHEMA connector');
  for (const statement of budgetTables('connector')) await pool.query(statement);
  // A clock that can be put forward and back, for those who look here first.
  await pool.query('CREATE SCHEMA unsteady');
  await pool.query(`CREATE TABLE unsteady.offset AS SELECT interval '0' AS step`);
  await pool.query(`CREATE FUNCTION unsteady.clock_timestamp() RETURNS timestamptz VOLATILE LANGUAGE sql
    AS 'SELECT pg_catalog.clock_timestamp() + step FROM unsteady.offset'`);
}, MINUTE);

afterAll(async () => {
  await Promise.all(budgets.map((budget) => budget.close()));
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

function aPool(searchPath = 'public'): pg.Pool {
  const pool = new pg.Pool({ connectionString: database.url, max: 6, options: `-c search_path=${searchPath}` });
  // The test ends sessions under it.
  pool.on('error', () => undefined);
  pools.push(pool);
  return pool;
}

async function aBudget(
  instance: string,
  settings: { limit: number; windowMs: number },
  options: Partial<RateBudgetOptions> = {},
): Promise<RateBudget> {
  const budget = new RateBudget({ pool: aPool(), holder: `holder-${String(pools.length)}`, ...options });
  budgets.push(budget);
  await budget.ensure(instance, settings);
  return budget;
}

const answer = async (): Promise<void> => {
  await sleep(Math.random() * 10);
};

describe('RateBudget', () => {
  it(
    'uses the limit, and never exceeds it in any window, while two replicas want more',
    async () => {
      // 5 calls a second, three times Halo's rate. A smaller window would measure how busy this machine is.
      const [limit, windowMs] = [30, 6_000];
      const replicas = [await aBudget('busy', { limit, windowMs }), await aBudget('busy', { limit, windowMs })];
      const arrivals: number[] = [];
      const endsAt = performance.now() + 19_000;
      const work = async (budget: RateBudget, lane: Lane): Promise<void> => {
        while (performance.now() < endsAt) {
          const deadlineMs = endsAt - performance.now();
          await budget
            .withSlot('busy', lane, { deadlineMs }, async () => {
              await answer();
              arrivals.push(performance.now());
              await answer();
            })
            .catch((error: unknown) => {
              if (!(error instanceof AppError && error.code === 'budget_timeout')) throw error;
            });
        }
      };
      const lanes: Lane[] = ['backfill', 'refetch'];
      await Promise.all(
        replicas.flatMap((budget) => lanes.flatMap((lane) => Array.from({ length: 25 }, () => work(budget, lane)))),
      );
      arrivals.sort((one, other) => one - other);
      const spans = arrivals.slice(limit).map((at, place) => at - (arrivals[place] ?? 0));
      expect(Math.min(...spans)).toBeGreaterThanOrEqual(windowMs);
      // In the first window bulk lanes start slowly.
      const saturated = spans.slice(limit);
      const meanMs = saturated.reduce((sum, span) => sum + span, 0) / saturated.length;
      expect(windowMs / meanMs).toBeGreaterThan(0.98);
    },
    MINUTE,
  );

  it(
    'gets the slots of a killed holder back by time alone, and not before their calls can no longer count',
    async () => {
      const budget = await aBudget('killed', { limit: 2, windowMs: 3_000 });
      const holder = startHolder('killed', 2);
      await nextLine(holder);
      const heldAt = performance.now();
      holder.kill('SIGKILL');
      expect(await budget.snapshot('killed')).toMatchObject({ used: 2 });
      await budget.withSlot('killed', 'refetch', { deadlineMs: 10_000 }, answer);
      // 50 ms to send, 300 ms to answer, 3,000.6 ms of rest.
      expect(performance.now() - heldAt).toBeGreaterThan(3_000);
      expect(performance.now() - heldAt).toBeLessThan(6_000);
    },
    MINUTE,
  );

  it('does not free a slot at the word of a former holder', async () => {
    const budget = await aBudget('late', { limit: 1, windowMs: 1_500 });
    const former = await budget.acquire('late', 'refetch');
    const present = await budget.acquire('late', 'refetch', { deadlineMs: 5_000 });
    expect(present.epoch).toBeGreaterThan(former.epoch);
    budget.giveBack('late', former);
    await expect(budget.acquire('late', 'refetch', { deadlineMs: 200 })).rejects.toMatchObject({
      code: 'budget_timeout',
    });
    budget.giveBack('late', present);
    await expect(budget.acquire('late', 'refetch', { deadlineMs: 5_000 })).resolves.toMatchObject({ slot: 1 });
  });

  it('ends the request at the hard timeout', async () => {
    const budget = await aBudget('slow', { limit: 1, windowMs: 3_000 });
    const call = budget.withSlot(
      'slow',
      'console',
      {},
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    await expect(call).rejects.toMatchObject({ code: 'timeout', retryable: true });
  });

  it('waits after a 429 and learns the number it names', async () => {
    const budget = await aBudget('throttled', { limit: 450, windowMs: 300_000 });
    await budget.withSlot('throttled', 'console', {}, answer);
    await budget.report429('throttled', { retryAfterSeconds: 90, learnedLimit: 300, learnedWindowSeconds: 300 });
    await expect(budget.acquire('throttled', 'console', { deadlineMs: 100 })).rejects.toMatchObject({
      code: 'budget_timeout',
    });
    const snapshot = await budget.snapshot('throttled');
    expect(snapshot).toMatchObject({
      limit: 300,
      windowSeconds: 300,
      used: 1,
      learned: { how: 'told', trial: { limit: 330 } },
    });
    expect(snapshot.blockedUntil?.getTime()).toBeGreaterThan(Date.now() + 80_000);
    expect(snapshot.lanes).toContainEqual(expect.objectContaining({ lane: 'console', used: 1 }));
  });

  it('counts what is busy above a limit that fell', async () => {
    const budget = await aBudget('cut', { limit: 4, windowMs: 300_000 });
    for (let call = 0; call < 3; call++) await budget.withSlot('cut', 'refetch', {}, answer);
    await budget.setCap('cut', 75);
    await expect(budget.acquire('cut', 'refetch', { deadlineMs: 200 })).rejects.toMatchObject({
      code: 'budget_timeout',
    });
    await budget.setCap('cut', 100);
    await budget.acquire('cut', 'refetch', { deadlineMs: 5_000 });
    await budget.ensure('cut', { limit: 5, windowMs: 300_000 });
    await budget.acquire('cut', 'refetch', { deadlineMs: 5_000 });
    await expect(budget.acquire('cut', 'refetch', { deadlineMs: 200 })).rejects.toMatchObject({
      code: 'budget_timeout',
    });
    expect(await budget.snapshot('cut')).toMatchObject({ limit: 5, used: 5 });
  });

  it('shows who waits, in all replicas', async () => {
    const settings = { limit: 1, windowMs: 300_000 };
    const [one, other] = [await aBudget('queue', settings), await aBudget('queue', settings)];
    await one.acquire('queue', 'console');
    const [stop, enough] = [new AbortController(), new Error('enough')];
    const waiting = [
      one.acquire('queue', 'delta', stop),
      one.acquire('queue', 'delta', stop),
      other.acquire('queue', 'backfill', stop),
    ];
    const refused = expect(Promise.allSettled(waiting)).resolves.toMatchObject([
      { reason: enough },
      { reason: enough },
      { reason: enough },
    ]);
    await eventually(async () => {
      expect((await other.snapshot('queue')).lanes.map(({ waiting: count }) => count)).toEqual([0, 0, 2, 0, 1]);
    });
    stop.abort(enough);
    await refused;
    await Promise.all([one.close(), other.close()]);
    expect(await other.snapshot('queue')).toMatchObject({ waiting: 0, used: 1 });
  });

  it('goes on when Postgres ends its sessions', async () => {
    const pool = aPool();
    // More than a fast machine grants in that time: this is not about waiting for a slot.
    const budget = await aBudget('cut off', { limit: 5_000, windowMs: 300_000 }, { pool });
    let [isDone, served] = [false, 0];
    const worker = async (): Promise<void> => {
      while (!isDone) await budget.withSlot('cut off', 'refetch', { deadlineMs: 20_000 }, answer).then(() => served++);
    };
    const workers = Array.from({ length: 3 }, worker);
    for (let blow = 0; blow < 5; blow++) {
      await sleep(100);
      await aPool().query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%rate_slot%' AND pid <> pg_backend_pid()`,
      );
    }
    isDone = true;
    await Promise.all(workers);
    expect(served).toBeGreaterThan(3);
  });

  describe("when the database's clock steps", () => {
    const stepBy = (interval: string): Promise<unknown> =>
      aPool().query(`UPDATE unsteady.offset SET step = step + interval '${interval}'`);
    const steps: unknown[] = [];
    const log = {
      debug: ignore,
      info: ignore,
      error: ignore,
      fatal: ignore,
      warn: (_: string, fields?: object) => void steps.push(fields),
    };
    const unsteady = (): Partial<RateBudgetOptions> => ({ pool: aPool('unsteady,pg_catalog'), log });
    beforeEach(() => steps.splice(0));

    it('frees nothing early where it goes forward', async () => {
      const budget = await aBudget('forward', { limit: 2, windowMs: 300_000 }, unsteady());
      for (let call = 0; call < 2; call++) await budget.withSlot('forward', 'refetch', {}, answer);
      await stepBy('400 s');
      await expect(budget.acquire('forward', 'refetch', { deadlineMs: 300 })).rejects.toMatchObject({
        code: 'budget_timeout',
      });
      expect(steps).toHaveLength(1);
    });

    it('rests no longer than a whole busy time where it goes back, and sees it put right', async () => {
      const budget = await aBudget('back', { limit: 2, windowMs: 600 }, unsteady());
      for (let call = 0; call < 2; call++) await budget.withSlot('back', 'refetch', {}, answer);
      await stepBy('-1 h');
      for (let call = 0; call < 2; call++) await budget.withSlot('back', 'refetch', { deadlineMs: 5_000 }, answer);
      await stepBy('1 h');
      const at = performance.now();
      await budget.withSlot('back', 'refetch', { deadlineMs: 5_000 }, answer);
      expect(performance.now() - at).toBeGreaterThan(300);
      expect(steps).toHaveLength(2);
    });
  });
});

function ignore(): void {
  // Nobody listens.
}

function startHolder(instance: string, slots: number): ChildProcess {
  const program = join(__dirname, 'holder-process.mjs');
  return spawn(process.execPath, [program, database.url, instance, String(slots)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function nextLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('exit', (code) => reject(new Error(`The holder ended with ${String(code)}.`)));
  });
}
