import { testDatabase, type TestDatabase } from '@halosync/testing';
import pg from 'pg';
import { budgetTables } from '../src/budget-tables';
import { RateBudget, type RateBudgetOptions } from '../src/rate-budget';

/** A database with the budget's tables and a clock that can be put forward and back, and the replicas that share it. */
export class BudgetDatabase {
  private readonly pools: pg.Pool[] = [];
  private readonly budgets: RateBudget[] = [];

  private constructor(private readonly database: TestDatabase) {}

  static async make(): Promise<BudgetDatabase> {
    const made = new BudgetDatabase(await testDatabase('budget'));
    const pool = made.pool();
    await pool.query('CREATE SCHEMA connector');
    for (const statement of budgetTables('connector')) await pool.query(statement);
    // For those who look here first.
    await pool.query('CREATE SCHEMA unsteady');
    await pool.query(`CREATE TABLE unsteady.offset AS SELECT interval '0' AS step`);
    await pool.query(`CREATE FUNCTION unsteady.clock_timestamp() RETURNS timestamptz VOLATILE LANGUAGE sql
      AS 'SELECT pg_catalog.clock_timestamp() + step FROM unsteady.offset'`);
    return made;
  }

  get url(): string {
    return this.database.url;
  }

  pool(searchPath = 'public'): pg.Pool {
    const pool = new pg.Pool({ connectionString: this.url, max: 6, options: `-c search_path=${searchPath}` });
    // A test may end sessions under it.
    pool.on('error', () => undefined);
    this.pools.push(pool);
    return pool;
  }

  /** One more replica. */
  async budget(
    instance: string,
    settings: { readonly limit: number; readonly windowMs: number },
    options: Partial<RateBudgetOptions> = {},
  ): Promise<RateBudget> {
    const holder = `holder-${String(this.pools.length)}`;
    const budget = new RateBudget({ pool: this.pool(), holder, ...options });
    this.budgets.push(budget);
    await budget.ensure(instance, settings);
    return budget;
  }

  async stepClock(interval: string): Promise<void> {
    await this.pool().query(`UPDATE unsteady.offset SET step = step + interval '${interval}'`);
  }

  async close(): Promise<void> {
    await Promise.all(this.budgets.map((budget) => budget.close()));
    await Promise.all(this.pools.map((pool) => pool.end()));
    await this.database.drop();
  }
}
