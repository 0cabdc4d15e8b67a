import type { EntityName } from '@halosync/contracts';
import type { ConnectionValues } from '../token/connection-values';
import type { HaloInstance } from '../token/halo-instance';
import type { HaloToken } from '../token/request-token';

/** One step of a test, in the order they ran. */
export interface TestStep {
  readonly name: 'authinfo' | 'token' | EntityName;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail?: string;
}

/** What is worth saying and no reason to refuse. */
export interface ConnectionWarning {
  readonly field: EntityName | 'connection';
  readonly code: 'entity_forbidden' | 'entity_empty' | 'rate_limited_now';
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

/** A connection that may be saved. */
export interface ConnectionTest {
  readonly ok: true;
  /** As they are stored: URLs normalised. */
  readonly values: ConnectionValues;
  readonly instance: HaloInstance;
  readonly steps: readonly TestStep[];
  readonly entities: Readonly<Partial<Record<EntityName, EntityAccess>>>;
  readonly warnings: readonly ConnectionWarning[];
  /** Good for the first sync. */
  readonly token: HaloToken;
}
