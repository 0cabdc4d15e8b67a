import type { EntityName } from '@halosync/contracts';
import type { ConnectionValues } from '../token/connection-values';
import type { HaloInstance } from '../token/halo-instance';
import type { HaloToken } from '../token/request-token';

/** One step of a test, in the order they ran. */
export interface TestStep {
  readonly name: 'authinfo' | 'token' | 'self_test' | EntityName;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail?: string;
}

/** What is worth saying and no reason to refuse. */
export interface ConnectionWarning {
  readonly field: EntityName | 'connection';
  readonly code:
    'entity_forbidden' | 'entity_empty' | 'rate_limited_now' | 'paging_ignored' | 'filter_ignored' | 'clock_skew';
  readonly message: string;
  readonly hint: string;
}

export interface EntityAccess {
  /** Null: not known, since Halo's limit was used up before it could be asked. */
  readonly readable: boolean | null;
  /** Halo's count; null where it names none or none was read. */
  readonly recordCount: number | null;
  readonly warning?: ConnectionWarning;
}

/** How this Halo answers one entity's lists. Null: not seen. */
export interface EntityHabits {
  /** Whether it looks at the date of "changed since"; null too where there is no such filter. */
  readonly filterHonoured: boolean | null;
  /** Whether it lists all ids, and nothing but ids, in one answer. */
  readonly idsHonoured: boolean | null;
}

/** How this Halo answers lists, as far as a few calls show it. Null: not seen, for want of records, calls or time. */
export interface SelfTest {
  /** Rows that a page really brings where 100 are asked. */
  readonly pageCap: number | null;
  /** Whether page 2 is another one than page 1. */
  readonly pagingHonoured: boolean | null;
  readonly entities: Readonly<Partial<Record<EntityName, EntityHabits>>>;
  /** Made by the whole test, the token's among them. */
  readonly calls: number;
}

/** A connection that may be saved. */
export interface ConnectionTest {
  readonly ok: true;
  /** As they are stored: URLs normalised. */
  readonly values: ConnectionValues;
  readonly instance: HaloInstance;
  readonly steps: readonly TestStep[];
  readonly entities: Readonly<Partial<Record<EntityName, EntityAccess>>>;
  readonly selfTest: SelfTest;
  readonly warnings: readonly ConnectionWarning[];
  /** Good for the first sync. */
  readonly token: HaloToken;
}
