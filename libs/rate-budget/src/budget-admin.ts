import { AppError } from '@halosync/errors';
import { afterThrottling, type Throttled } from './after-throttling';
import { lockBudgetRow, readBudgetRow } from './budget-row';
import type { BudgetSnapshot, LaneUse } from './budget-snapshot';
import type { BudgetStatements } from './budget-statements';
import { budgetTiming } from './budget-timing';
import { lanes } from './lane';
import { nextTrial, requestLimit, sourceLimit, type LimitState } from './request-limit';
import { BEGIN, runTimed, withClient, type ClientSource } from './transaction';

/** What is rarely done with a budget: making it, changing its limit, learning from a 429, looking at it. */
export class BudgetAdmin {
  constructor(
    private readonly source: ClientSource,
    private readonly statements: BudgetStatements,
  ) {}

  async ensure(instance: string, { limit, windowMs }: { limit: number; windowMs: number }): Promise<void> {
    const { ensureBudget, changeWindow, addSlots, lock } = this.statements;
    await withClient(this.source, async (client) => {
      await runTimed(client, { text: BEGIN });
      const before = await runTimed<{ window_ms: number }>(client, {
        text: `${lock}$1 FOR UPDATE`,
        values: [instance],
      });
      await runTimed(client, { text: ensureBudget, values: [instance, limit, windowMs] });
      const oldWindowMs = before.rows[0]?.window_ms ?? windowMs;
      if (oldWindowMs !== windowMs) {
        const { busyMs } = budgetTiming(windowMs);
        await runTimed(client, {
          text: changeWindow,
          values: [instance, busyMs - budgetTiming(oldWindowMs).busyMs, busyMs],
        });
      }
      await runTimed(client, { text: addSlots, values: [instance, limit] });
      await runTimed(client, { text: 'COMMIT' });
    });
  }

  async setCap(instance: string, sharePercent: number): Promise<void> {
    const values = [instance, sharePercent];
    const { rowCount } = await withClient(this.source, (client) =>
      runTimed(client, { text: this.statements.setShare, values }),
    );
    if (rowCount === 0)
      throw new AppError('not_found', 'There is no budget for this Halo instance.', { details: { instance } });
  }

  async report429(instance: string, answer: Throttled): Promise<void> {
    await withClient(this.source, async (client) => {
      const { limits, now } = await lockBudgetRow(client, this.statements.lock, instance);
      const { blockedUntil, throttledAt, learned } = afterThrottling(limits, answer, now);
      const values = [
        instance,
        blockedUntil,
        throttledAt,
        learned?.limit ?? null,
        learned?.since ?? null,
        learned?.how ?? null,
      ];
      await runTimed(client, { text: this.statements.saveLimit, values });
      await runTimed(client, { text: 'COMMIT' });
    });
  }

  async snapshot(instance: string): Promise<BudgetSnapshot> {
    return withClient(this.source, async (client) => {
      const { limits, now } = await readBudgetRow(client, this.statements.lock, instance);
      const { rows } = await runTimed<LaneUse>(client, {
        text: this.statements.use,
        values: [instance, budgetTiming(limits.windowMs).staleMs],
      });
      const byLane = lanes.map(
        (lane) => rows.find((row) => row.lane === lane) ?? { lane, used: 0, waiting: 0, busyMs: [] },
      );
      return {
        limit: requestLimit(limits, now),
        windowSeconds: limits.windowMs / 1_000,
        configuredLimit: limits.configured,
        used: byLane.reduce((sum, { used }) => sum + used, 0),
        waiting: byLane.reduce((sum, { waiting }) => sum + waiting, 0),
        lanes: byLane,
        blockedUntil: limits.blockedUntil > now ? new Date(limits.blockedUntil) : null,
        blockedForMs: Math.max(0, limits.blockedUntil - now),
        sharePercent: limits.sharePercent,
        learned: learnedLimit(limits, now),
      };
    });
  }
}

function learnedLimit(limits: LimitState, now: number): BudgetSnapshot['learned'] {
  const trial = nextTrial(limits, now);
  if (limits.learned === null || trial === null) return null;
  return {
    limit: sourceLimit(limits, now),
    since: new Date(limits.learned.since),
    how: limits.learned.how,
    trial: { limit: trial.limit, at: new Date(trial.at) },
  };
}
