import type { JsonObject } from '@halosync/halo-json';

/** One Halo record as somebody saw it: what `decide` needs to know of it. */
export interface Copy {
  /** The fields that it carries, filled on purpose; the modified time among them where it is carried. */
  readonly fields: JsonObject;
  /** The whole record (a read by id, a full webhook), not a subset of its fields. */
  readonly isWhole: boolean;
  /** A read by id said that the record is not there. */
  readonly isAbsent: boolean;
  /** Halo's own modified time, null where the copy carries none. Only ever compared with another `sourceTime`. */
  readonly sourceTime: Date | null;
  /** Database time before the read was sent; null for a webhook, which may be arbitrarily old. */
  readonly validFrom: Date | null;
  /** Database time: webhook received, or answer of the read complete. */
  readonly knownAt: Date;
}

/** The row that is held for the record. */
export interface Held {
  readonly document: JsonObject;
  /** That of the last copy applied, null if it had none. */
  readonly sourceTime: Date | null;
  /** No state held was read or received later than this. */
  readonly knownAt: Date;
  /** The details are as new as the rest. */
  readonly isWhole: boolean;
  readonly isDeleted: boolean;
  /** Counts the changes. */
  readonly revision: number;
}
