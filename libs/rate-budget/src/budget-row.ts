import { AppError } from '@halosync/errors';
import type { PoolClient } from 'pg';
import type { LimitState } from './request-limit';
import { BEGIN, runTimed } from './transaction';

/** An instance's row of the table `budget`, locked or not. */
export interface BudgetRow {
  readonly limits: LimitState;
  readonly tat: number;
  readonly grantsSinceFloor: number;
  readonly knownStepsMs: number;
  /** Database time of the reading; with a lock that was waited for, from before the wait. */
  readonly now: number;
}

interface Columns {
  configured_limit: number;
  window_ms: number;
  share_percent: number;
  learned_limit: number | null;
  learned_at: number | null;
  learned_how: 'told' | 'lowered' | null;
  throttled_at: number | null;
  blocked_until: number;
  tat: number;
  grants_since_floor: number;
  known_steps_ms: number;
  now: number;
}

/** Begins a transaction and locks the row, in one round trip. @throws AppError `not_found` for an instance without a budget. */
export async function lockBudgetRow(client: PoolClient, select: string, instance: string): Promise<BudgetRow> {
  // A message of several statements takes no parameters.
  const text = `${BEGIN}; ${select}${client.escapeLiteral(instance)} FOR UPDATE`;
  // For several statements the driver answers an array, which its types do not say.
  const answers = (await runTimed<Columns>(client, { text })) as unknown as { rows: Columns[] }[];
  return budgetRow(answers.at(-1)?.rows[0], instance);
}

/** The row as it is, without a lock. @throws AppError `not_found`. */
export async function readBudgetRow(client: PoolClient, select: string, instance: string): Promise<BudgetRow> {
  const { rows } = await runTimed<Columns>(client, { text: `${select}$1`, values: [instance] });
  return budgetRow(rows[0], instance);
}

function budgetRow(row: Columns | undefined, instance: string): BudgetRow {
  if (row === undefined)
    throw new AppError('not_found', 'There is no budget for this Halo instance.', { details: { instance } });
  const { learned_limit: limit, learned_at: since, learned_how: how } = row;
  return {
    limits: {
      windowMs: row.window_ms,
      configured: row.configured_limit,
      sharePercent: row.share_percent,
      learned: limit === null || since === null || how === null ? null : { limit, since, how },
      throttledAt: row.throttled_at,
      blockedUntil: row.blocked_until,
    },
    tat: row.tat,
    grantsSinceFloor: row.grants_since_floor,
    knownStepsMs: row.known_steps_ms,
    now: row.now,
  };
}
