import type { EntityName } from '@halosync/contracts';

export const runModes = ['backfill', 'delta', 'reconcile'] as const;
export type RunMode = (typeof runModes)[number];
export const isRunMode = (word: string): word is RunMode => (runModes as readonly string[]).includes(word);

/** How a run, or an entity of it, can end. Worst last. */
export const runOutcomes = ['complete', 'complete_with_exceptions', 'incomplete', 'stalled', 'cancelled'] as const;
export type RunOutcome = (typeof runOutcomes)[number];
export type RunState = 'queued' | 'running' | RunOutcome;

/**
 * `compare`: a first look at the ids, before a reconcile reads the pages. `pages`: reading list pages. `settle`: waiting until the service has taken what was published. `verify`: comparing
 * the ids held with Halo's, and reading by id where they differ.
 */
export type Phase = 'compare' | 'pages' | 'settle' | 'verify';

/**
 * How the pages are asked for. `all`: every record, by id. `filter`: what changed since, by id. `ordered_scan`: the last
 * changed first, until what follows is older.
 */
export type Reading = 'all' | 'filter' | 'ordered_scan';

export interface Run {
  readonly id: string;
  readonly connectionId: string;
  readonly generation: number;
  readonly mode: RunMode;
  readonly reason: string;
  /** A reconcile that compares the ids and reads no pages. */
  readonly isIdsOnly: boolean;
  /** A person wants deleted what the brake would hold back. */
  readonly isForced: boolean;
  readonly askedBy: string | null;
  /** For touches that wait: what changed in their time. Ends at once where lists do not tell that. */
  readonly isSweep: boolean;
  readonly outcome: RunOutcome | null;
  readonly calls: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** What the services made of a run's copies, summed over the calls that count. */
export interface TallySums {
  readonly apply: number;
  readonly noop: number;
  readonly tombstone: number;
  readonly stale: number;
  readonly recheck: number;
  readonly dead: number;
  readonly dropped: number;
}

export const noTally: TallySums = { apply: 0, noop: 0, tombstone: 0, stale: 0, recheck: 0, dead: 0, dropped: 0 };

/** One entity of a run: its checkpoint, from which any process can go on. */
export interface EntityRun {
  readonly runId: string;
  readonly entity: EntityName;
  /** `stalled` without an end: it has not moved for long, and goes on by itself when it can. */
  readonly state: RunState;
  readonly detail: string;
  readonly phase: Phase;
  /** A second pass over all pages stands in for an id list that Halo does not give. */
  readonly pass: number;
  /** How often pages were read again since too many ids were missing. */
  readonly repages: number;
  readonly nextPage: number;
  readonly maxId: number;
  readonly seen: number;
  readonly published: number;
  /** Rows without an id that can be used. */
  readonly unusable: number;
  /** Something on the way that rules completeness out. */
  readonly fault: string | null;
  readonly inHalo: number | null;
  /** Live rows as they were compared with Halo's ids in the end; null until then, and for a delta. */
  readonly held: number | null;
  /** Records that it found missing, altered, or changed without a webhook. */
  readonly repaired: number;
  /** A delta's start; null in the other modes. */
  readonly windowFrom: Date | null;
  readonly reading: Reading;
  readonly tally: TallySums;
  readonly beganAt: Date | null;
  /** For how long its position had not moved when it was read. */
  readonly stillForMs: number;
  readonly endedAt: Date | null;
}
