import { AppError } from '@halosync/errors';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BudgetDatabase } from '../testing/budget-database';
import type { Lane } from './lane';
import type { RateBudget } from './rate-budget';

const MINUTE = 60_000;
let database: BudgetDatabase;

beforeAll(async () => {
  database = await BudgetDatabase.make();
}, MINUTE);
afterAll(() => database.close());

const answer = async (): Promise<void> => {
  await sleep(Math.random() * 10);
};

describe('RateBudget', () => {
  it(
    'uses the limit, and never exceeds it in any window, while two replicas want more',
    async () => {
      // 5 calls a second, three times Halo's rate. A smaller window would measure how busy this machine is.
      const [limit, windowMs] = [30, 6_000];
      const replicas = [
        await database.budget('busy', { limit, windowMs }),
        await database.budget('busy', { limit, windowMs }),
      ];
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
      // What a busy machine leaves of a short window says little: the model and the soak look at use.
      expect(windowMs / meanMs).toBeGreaterThan(0.9);
    },
    MINUTE,
  );

  it(
    'gets the slots of a killed holder back by time alone, and not before their calls can no longer count',
    async () => {
      const budget = await database.budget('killed', { limit: 2, windowMs: 3_000 });
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
    const budget = await database.budget('late', { limit: 1, windowMs: 1_500 });
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
    const budget = await database.budget('slow', { limit: 1, windowMs: 3_000 });
    const call = budget.withSlot(
      'slow',
      'console',
      {},
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    await expect(call).rejects.toMatchObject({ code: 'timeout', retryable: true });
  });

  it('goes on when Postgres ends its sessions', async () => {
    const pool = database.pool();
    // More than a fast machine grants in that time: this is not about waiting for a slot.
    const budget = await database.budget('cut off', { limit: 5_000, windowMs: 300_000 }, { pool });
    let [isDone, served] = [false, 0];
    const worker = async (): Promise<void> => {
      while (!isDone) await budget.withSlot('cut off', 'refetch', { deadlineMs: 20_000 }, answer).then(() => served++);
    };
    const workers = Array.from({ length: 3 }, worker);
    for (let blow = 0; blow < 5; blow++) {
      await sleep(100);
      await database
        .pool()
        .query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%rate_slot%' AND pid <> pg_backend_pid()`,
        );
    }
    isDone = true;
    await Promise.all(workers);
    expect(served).toBeGreaterThan(3);
  });
});

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
