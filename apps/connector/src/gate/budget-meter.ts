import type { Metrics } from '@halosync/observability';
import type { RateBudget } from '@halosync/rate-budget';
import type { DataSource } from 'typeorm';
import { liveConnections } from '../connections/connection';

/** The budgets of all connections on the metrics page, as they are when the page is asked for. Every replica shows the same. */
export class BudgetMeter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly budget: Pick<RateBudget, 'snapshot'>,
  ) {}

  attach(metrics: Metrics): void {
    const limit = metrics.gauge('budget_limit', 'Requests to Halo per window that may be sent now.', ['instance']);
    const learned = metrics.gauge('budget_learned_limit', 'What Halo taught below the setting; 0: nothing.', [
      'instance',
    ]);
    const used = metrics.gauge('budget_used', 'Requests that Halo may still be counting.', ['instance', 'lane']);
    const waiting = metrics.gauge('budget_waiting', 'Requests that wait for their turn.', ['instance', 'lane']);
    const blocked = metrics.gauge('budget_blocked_seconds', 'How much longer Halo told us to wait.', ['instance']);
    metrics.beforePage(async () => {
      const connections = await liveConnections(this.dataSource);
      const budgets = await Promise.all(
        connections.map(async ({ instance }) => ({ instance, ...(await this.budget.snapshot(instance)) })),
      );
      // Those of connections that are gone go too.
      for (const gauge of [limit, learned, used, waiting, blocked]) gauge.reset();
      for (const budget of budgets) {
        const { instance } = budget;
        limit.set({ instance }, budget.limit);
        learned.set({ instance }, budget.learned?.limit ?? 0);
        blocked.set({ instance }, budget.blockedForMs / 1_000);
        for (const { lane, ...counts } of budget.lanes) {
          used.set({ instance, lane }, counts.used);
          waiting.set({ instance, lane }, counts.waiting);
        }
      }
    });
  }
}
