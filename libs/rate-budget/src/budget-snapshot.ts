import type { Lane } from './lane';

export interface LaneUse {
  readonly lane: Lane;
  readonly used: number;
  readonly waiting: number;
  /** How long each slot used stays busy, shortest first. */
  readonly busyMs: readonly number[];
}

/** An instance's budget as people see it. */
export interface BudgetSnapshot {
  /** Requests per window that we allow ourselves now: the setting or what was learned, and of that the person's share. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** The setting. */
  readonly configuredLimit: number;
  /** Slots that are busy: under way or resting. */
  readonly used: number;
  /** Calls that wait for a slot, in all replicas. */
  readonly waiting: number;
  readonly lanes: readonly LaneUse[];
  /** Halo said wait, until then. */
  readonly blockedUntil: Date | null;
  /** The same as a span, by the database's clock; 0 where nothing is blocked. */
  readonly blockedForMs: number;
  readonly sharePercent: number;
  /** A limit below the setting: `told` by Halo, or `lowered` after repeated 429s; and when a higher one is tried. */
  readonly learned: {
    readonly limit: number;
    readonly since: Date;
    readonly how: 'told' | 'lowered';
    readonly trial: { readonly limit: number; readonly at: Date } | null;
  } | null;
}
