import type { ConnectionValues } from '@halosync/halo-client';
import { haloInstance } from '@halosync/halo-client';
import type { RateBudget } from '@halosync/rate-budget';
import type { DataSource } from 'typeorm';
import type { ConnectionSettings } from './connection';
import { liveConnections } from './connection';
import type { BudgetDefaults } from './settings';
import { budgetOf } from './settings';

/** Which Halo stands behind an address, and its budget. */
export class Instances {
  constructor(
    private readonly dataSource: DataSource,
    private readonly budget: RateBudget,
    private readonly defaults: BudgetDefaults,
  ) {}

  /** At boot: every instance that may be called has a budget of the size that is configured now. */
  async ensureAll(): Promise<void> {
    for (const { instance, settings } of await liveConnections(this.dataSource)) await this.ensure(instance, settings);
  }

  /** What a connection with these settings would be allowed. */
  budgetOf(settings: ConnectionSettings): ReturnType<typeof budgetOf> {
    return budgetOf(settings, this.defaults);
  }

  async ensure(instance: string, settings: ConnectionSettings): Promise<void> {
    const { limit, windowMs, sharePercent } = this.budgetOf(settings);
    await this.budget.ensure(instance, { limit, windowMs });
    await this.budget.setCap(instance, sharePercent);
  }

  /** Makes a budget only where there is none: a test of values must not change the limits of a connection that works. */
  async ensureForTest(instance: string): Promise<void> {
    const [known] = await this.dataSource.query<unknown[]>('SELECT 1 FROM budget WHERE instance = $1', [instance]);
    if (known === undefined) await this.ensure(instance, {});
  }

  /** What the address is known to be; at first sight, the address itself. */
  async known(values: Pick<ConnectionValues, 'resourceUrl' | 'tenant'>): Promise<string> {
    const address = addressOf(values);
    const [alias] = await this.dataSource.query<{ instance: string }[]>(
      'SELECT instance FROM instance_alias WHERE address = $1',
      [address],
    );
    return alias?.instance ?? address;
  }

  async learn(values: Pick<ConnectionValues, 'resourceUrl' | 'tenant'>, instance: string): Promise<void> {
    await this.dataSource.query(
      'INSERT INTO instance_alias (address, instance) VALUES ($1, $2) ON CONFLICT (address) DO UPDATE SET instance = excluded.instance',
      [addressOf(values), instance],
    );
  }
}

/** The instance's key as far as the values alone tell it. */
export const addressOf = (values: Pick<ConnectionValues, 'resourceUrl' | 'tenant'>): string =>
  haloInstance(values, null).key;
