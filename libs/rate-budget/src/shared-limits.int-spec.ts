import { setMaxListeners } from 'node:events';
import { eventually } from '@halosync/testing';
import { BudgetDatabase } from '../testing/budget-database';
import type { Lane } from './lane';
import type { RateBudget } from './rate-budget';

let database: BudgetDatabase;

beforeAll(async () => {
  database = await BudgetDatabase.make();
}, 60_000);
afterAll(() => database.close());

const answer = (): Promise<void> => Promise.resolve();

describe('what replicas share', () => {
  it('serves the interactive lane of another replica first, and the lowest lane every tenth time', async () => {
    const settings = { limit: 40, windowMs: 300_000 };
    const [one, other] = [await database.budget('lanes', settings), await database.budget('lanes', settings)];
    // Until all have come.
    await one.report429('lanes', { retryAfterSeconds: 1, learnedLimit: null, learnedWindowSeconds: null });
    const order: Lane[] = [];
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    const wait = (budget: RateBudget, lane: Lane): Promise<unknown>[] =>
      Array.from({ length: 20 }, async () => {
        await budget.acquire('lanes', lane, stop);
        order.push(lane);
      });
    const waiting = Promise.allSettled([...wait(one, 'backfill'), ...wait(other, 'refetch')]);
    await eventually(() => expect(order.length).toBeGreaterThanOrEqual(20), { timeoutMs: 20_000 });
    stop.abort(new Error('enough'));
    await waiting;
    const first = order.slice(0, 20);
    expect(first.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 'refetch'));
    expect(first.filter((lane) => lane === 'backfill')).toHaveLength(2);
  });

  it('is the same for a replica that starts later: what was sent, what was learned, what a person left', async () => {
    const settings = { limit: 10, windowMs: 300_000 };
    const former = await database.budget('kept', settings);
    for (let call = 0; call < 3; call++) await former.withSlot('kept', 'refetch', {}, answer);
    await former.report429('kept', { retryAfterSeconds: 100, learnedLimit: 8, learnedWindowSeconds: 300 });
    await former.setCap('kept', 50);
    await former.close();
    const kept = await former.snapshot('kept');
    const later = await database.budget('kept', settings);
    // Spans get shorter meanwhile.
    const lanes = kept.lanes.map((lane) => ({ ...lane, busyMs: lane.busyMs.map(() => expect.any(Number) as number) }));
    expect(await later.snapshot('kept')).toMatchObject({ ...kept, lanes, blockedForMs: expect.any(Number) });
    expect(kept).toMatchObject({ limit: 4, configuredLimit: 10, used: 3, sharePercent: 50, learned: { limit: 8 } });
  });

  it('waits after a 429 and learns the number it names', async () => {
    const budget = await database.budget('throttled', { limit: 450, windowMs: 300_000 });
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
    const budget = await database.budget('cut', { limit: 4, windowMs: 300_000 });
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
    const [one, other] = [await database.budget('queue', settings), await database.budget('queue', settings)];
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
});
