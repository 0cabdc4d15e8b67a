import type { Lane, LaneUse } from '@halosync/rate-budget';
import { budgetTiming, isInteractive } from '@halosync/rate-budget';
import type { CallPace } from './grant-times';

/** What is known of an instance's budget. */
export interface BudgetUse {
  /** Calls per window that are ours: after what was learned and the person's share. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** Slots that are busy: what each lane has asked in the last window, more or less. */
  readonly lanes: readonly Pick<LaneUse, 'lane' | 'used' | 'busyMs'>[];
}

// The shaper spreads bulk calls by half a per cent more than the window needs (M8).
const SHAPER = 1.005;
// Every tenth grant goes to the lowest lane that waits.
const FLOOR = 0.1;

/**
 * What the budget grants a bulk lane: one call per gap of the shaper, less what the other bulk lanes take of it, and the
 * slots that the others leave; of both never less than its floor. Others go on as in the last window. Only the calls of
 * people are no habit: they hold their slots once.
 */
export function bulkPace({ limit, windowSeconds, lanes }: BudgetUse, lane: Lane, answerSeconds: number): CallPace {
  const usedBy = (counts: (other: Lane) => boolean): number =>
    lanes.filter((use) => use.lane !== lane && counts(use.lane)).reduce((sum, { used }) => sum + used, 0);
  const shaped = limit / SHAPER - usedBy((other) => !isInteractive(other));
  const kept = usedBy((other) => other !== 'console');
  // A slot rests for a window from the end of its answer on, so that slow answers cost a little of the rate.
  const restSeconds = budgetTiming(windowSeconds * 1_000).restMs / 1_000 + answerSeconds;
  const busy = lanes.filter((use) => use.lane === lane || use.lane === 'console').flatMap(({ busyMs }) => busyMs);
  return {
    gapSeconds: windowSeconds / Math.max(shaped, limit * FLOOR),
    slots: slotsLeft(
      Math.ceil(Math.max(limit - kept, limit * FLOOR)),
      // A call under way holds its slot for longer, until its answer is there.
      busy.map((ms) => Math.min(ms / 1_000, restSeconds)),
    ),
    restSeconds,
  };
}

/** In seconds from now: those that are free, then the busy ones; what is busy beyond so many has to be free before any is. */
function slotsLeft(count: number, busy: readonly number[]): number[] {
  const latest = busy.toSorted((one, other) => one - other).slice(-count);
  return [...Array<number>(count - latest.length).fill(0), ...latest];
}
