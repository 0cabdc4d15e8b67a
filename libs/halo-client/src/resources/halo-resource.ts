import type { EntityName } from '@halosync/contracts';

/** By a filter, or by a scan in descending order of modification. */
export type ChangedSince = 'filter' | 'ordered_scan';

/** Where Halo keeps one entity, and how it is asked for it. Evidence: Halo's swagger, unless a line says otherwise. */
export interface HaloResource {
  readonly entity: EntityName;
  /** Below the Resource URL. */
  readonly path: string;
  /** The array's key in a list answer (seen by four unrelated client authors). */
  readonly listKey: string;
  /** What a list must be asked with, so that nothing is left out: closed tickets, inactive sites and users, lines. */
  readonly listFlags: Readonly<Record<string, string>>;
  /** The parameter that makes a list answer with ids alone. It does not go with paging. */
  readonly idsOnly: string;
  /** How to ask for what changed: by scan where there is no filter. */
  readonly changedSince: ChangedSince;
  /** The field with the modified time in list rows; null where only the record carries one. */
  readonly modifiedField: string | null;
}
