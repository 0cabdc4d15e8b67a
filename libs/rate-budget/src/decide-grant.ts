import { budgetTiming } from './budget-timing';
import { isInteractive, lanesByPriority, type Lane } from './lane';

/** Who waits, as the shared table tells it. */
export interface SeenWaiter {
  readonly lane: Lane;
  readonly seenAt: number;
}

/** What is known about an instance's budget at one moment. Times are milliseconds of the database's clock. */
export interface BudgetState {
  readonly now: number;
  readonly windowMs: number;
  readonly limit: number;
  /** Halo said wait. */
  readonly blockedUntil: number;
  /** The shaper's theoretical arrival time: when the next bulk call is due if none is early. */
  readonly tat: number;
  /** Grants since one went to the lowest lane that waited. */
  readonly grantsSinceFloor: number;
  /**
   * Of all slots, latest `freeAt` first, the one at place `limit`. If it is free, fewer than `limit` others are busy. With
   * as many slots as the limit it is the one that is free first; after the limit fell, slots above it count until they rest.
   */
  readonly gate: { readonly slot: number; readonly freeAt: number; readonly epoch: number };
  readonly waiters: readonly SeenWaiter[];
}

export interface Grant {
  readonly kind: 'grant';
  readonly lane: Lane;
  readonly slot: number;
  /** The epoch that this grant gives the slot; only its holder may say when the slot is free. */
  readonly epoch: number;
  readonly freeAt: number;
  readonly tat: number;
  readonly grantsSinceFloor: number;
}

export interface Wait {
  readonly kind: 'wait';
  /** Before that nothing can change, but for an answer from Halo or a new waiter. */
  readonly waitMs: number;
  readonly why: 'blocked' | 'slot' | 'shaper' | 'turn';
}

const BURST = 4;
// The half per cent makes up for the burst: servers with a weighted counter or a small bucket see no more than their rate.
const GAP_FACTOR = 1.005;
const FLOOR_EVERY = 10;

/**
 * Who may call Halo now (M8): a pure rule over the state that all replicas share, without clock and database.
 * `asking` are the lanes in which the asking process waits; the grant is for one of them, or it waits.
 */
export function decideGrant(state: BudgetState, asking: readonly Lane[]): Grant | Wait {
  const { now, windowMs, gate } = state;
  const timing = budgetTiming(windowMs);
  if (state.blockedUntil > now) return { kind: 'wait', waitMs: state.blockedUntil - now, why: 'blocked' };
  if (gate.freeAt > now) return { kind: 'wait', waitMs: gate.freeAt - now, why: 'slot' };

  const gapMs = (GAP_FACTOR * windowMs) / state.limit;
  // The rule itself never puts it further ahead than this; a database clock that stepped back does.
  const tat = Math.min(state.tat, now + BURST * gapMs);
  const shapedAt = tat - (BURST - 1) * gapMs;
  const isWaiting = (lane: Lane): boolean =>
    asking.includes(lane) ||
    state.waiters.some((waiter) => waiter.lane === lane && now - waiter.seenAt < timing.staleMs);
  const waiting = lanesByPriority.filter(isWaiting);
  const lowest = waiting.at(-1);
  // The floor is kept even while the shaper holds it back: an interactive burst waits one gap (0.67 s) at every 10th call.
  const turn = state.grantsSinceFloor >= FLOOR_EVERY - 1 ? lowest : waiting[0];
  if (turn === undefined) throw new Error('Nobody asks.');
  if (!isInteractive(turn) && shapedAt > now) return { kind: 'wait', waitMs: shapedAt - now, why: 'shaper' };
  // Another replica's lane is first; it wakes at the same moment, so look again in 50 ms.
  if (!asking.includes(turn)) return { kind: 'wait', waitMs: Math.max(10, windowMs / 6_000), why: 'turn' };

  return {
    kind: 'grant',
    lane: turn,
    slot: gate.slot,
    epoch: gate.epoch + 1,
    freeAt: now + timing.busyMs,
    tat: isInteractive(turn) ? tat : Math.max(tat, now) + gapMs,
    grantsSinceFloor: turn === lowest ? 0 : state.grantsSinceFloor + 1,
  };
}
