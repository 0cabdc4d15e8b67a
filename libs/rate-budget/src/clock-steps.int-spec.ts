import { BudgetDatabase } from '../testing/budget-database';
import type { RateBudgetOptions } from './rate-budget';

let database: BudgetDatabase;

beforeAll(async () => {
  database = await BudgetDatabase.make();
}, 60_000);
afterAll(() => database.close());

const answer = (): Promise<void> => Promise.resolve();

describe("when the database's clock steps", () => {
  const steps: unknown[] = [];
  const log = {
    debug: ignore,
    info: ignore,
    error: ignore,
    fatal: ignore,
    warn: (_: string, fields?: object) => void steps.push(fields),
  };
  const unsteady = (): Partial<RateBudgetOptions> => ({ pool: database.pool('unsteady,pg_catalog'), log });
  beforeEach(() => steps.splice(0));

  it('frees nothing early where it goes forward', async () => {
    const budget = await database.budget('forward', { limit: 2, windowMs: 300_000 }, unsteady());
    for (let call = 0; call < 2; call++) await budget.withSlot('forward', 'refetch', {}, answer);
    await database.stepClock('400 s');
    await expect(budget.acquire('forward', 'refetch', { deadlineMs: 300 })).rejects.toMatchObject({
      code: 'budget_timeout',
    });
    expect(steps).toHaveLength(1);
  });

  it('rests no longer than a whole busy time where it goes back, and sees it put right', async () => {
    const budget = await database.budget('back', { limit: 2, windowMs: 1_500 }, unsteady());
    for (let call = 0; call < 2; call++) await budget.withSlot('back', 'refetch', {}, answer);
    await database.stepClock('-1 h');
    for (let call = 0; call < 2; call++) await budget.withSlot('back', 'refetch', { deadlineMs: 5_000 }, answer);
    await database.stepClock('1 h');
    const at = performance.now();
    await budget.withSlot('back', 'refetch', { deadlineMs: 5_000 }, answer);
    expect(performance.now() - at).toBeGreaterThan(300);
    expect(steps).toHaveLength(2);
  });
});

function ignore(): void {
  // Nobody listens.
}
