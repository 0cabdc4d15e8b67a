import type { EntityName, Fields } from './entity';

export type Operation = 'created' | 'updated' | 'deleted' | 'restored';
export type ChangedBy = 'api' | 'control' | 'life';

/** One line of the ledger: what the referee compares everybody else with. */
export interface Change {
  /** Increases by one per change in this simulator, and is written into the record as `simversion`. */
  readonly version: number;
  readonly at: string;
  readonly entity: EntityName;
  readonly id: number;
  readonly operation: Operation;
  readonly fields: readonly string[];
  /** The source's own modified time after the change. */
  readonly modified: string | null;
  readonly by: ChangedBy;
  /** Whether events were raised for it. */
  readonly webhook: boolean;
}

/** What a line of the journal holds: enough to make the same record again. */
export interface ChangeLine {
  readonly k: 'change';
  readonly change: Change;
  readonly set: Fields;
}

export interface ShelfLine {
  readonly k: 'shelf';
  readonly shelf: string;
  readonly key: string;
  /** null takes the entry off the shelf. */
  readonly value: unknown;
}

/** A record as a snapshot keeps it. */
export interface RecordLine {
  readonly k: 'record';
  readonly entity: EntityName;
  readonly id: number;
  readonly overrides: Fields;
  readonly deleted: boolean;
  readonly version: number;
}

export interface PastLine {
  readonly k: 'past';
  readonly change: Change;
}

export type JournalLine = ChangeLine | ShelfLine | RecordLine | PastLine;
