import type { Lane } from '@halosync/rate-budget';
import { isInteractive } from '@halosync/rate-budget';

/** What is known of an instance's budget. */
export interface BudgetUse {
  /** Calls per window that are ours: after what was learned and the person's share. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** Slots that are busy: what each lane has asked in the last window, more or less. */
  readonly lanes: readonly { readonly lane: Lane; readonly used: number }[];
}

// The shaper spreads bulk calls by half a per cent more than the window needs (M8).
const SHAPER = 1.005;
// Every tenth grant goes to the lowest lane that waits.
const FLOOR = 0.1;

/**
 * Calls a second that the budget grants a bulk lane: the shaper's pace less what the other bulk lanes take of it, and the
 * slots that interactive calls leave, whichever is less; but never less than its floor. A slot rests for a window from the
 * end of its answer on, so that slow answers cost a little of the rate.
 */
export function bulkRate({ limit, windowSeconds, lanes }: BudgetUse, lane: Lane, answerSeconds: number): number {
  const usedBy = (counts: (other: Lane) => boolean): number =>
    lanes.filter((use) => use.lane !== lane && counts(use.lane)).reduce((sum, { used }) => sum + used, 0);
  const shaped = limit / SHAPER - usedBy((other) => !isInteractive(other));
  const slots = limit * (windowSeconds / (windowSeconds + answerSeconds)) - usedBy((other) => recurs(other));
  return Math.max(Math.min(shaped, slots), limit * FLOOR) / windowSeconds;
}

/**
 * Calls of people are no habit: those just made take their slots once, as if the run had so many calls more.
 */
export function spentOnce({ lanes }: BudgetUse): number {
  return lanes.filter(({ lane }) => !recurs(lane)).reduce((sum, { used }) => sum + used, 0);
}

const recurs = (lane: Lane): boolean => lane !== 'console';
