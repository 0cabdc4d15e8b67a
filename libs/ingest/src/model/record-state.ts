import type { JsonObject } from '@halosync/halo-json';

/** A record in Halo from one change to the next. */
export interface RecordState {
  readonly id: number;
  /** Since when, in model time. */
  readonly since: number;
  /** Counts the record's changes. */
  readonly version: number;
  /** Counts deletions and restorations: odd while it is deleted. */
  readonly life: number;
  /** By Halo's clock, in ms. */
  readonly modified: number;
  /** All fields but the modified time. */
  readonly fields: JsonObject;
  /** The version in which each field last changed. */
  readonly changedIn: Readonly<Record<string, number>>;
}

export const MODIFIED = 'last_update';
/** In every copy. */
export const CORE = ['summary', 'status_id'] as const;
/** Only in a whole one. */
export const DETAILS = ['notes', 'customfields'] as const;

export const isDeleted = (state: RecordState): boolean => state.life % 2 === 1;

/** The version of the record that a value of this field comes from. */
export function versionOf(state: RecordState, field: string): number {
  return field === MODIFIED ? state.version : (state.changedIn[field] ?? 1);
}
