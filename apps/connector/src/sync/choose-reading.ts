import type { EntityName } from '@halosync/contracts';
import { recordContracts } from '@halosync/contracts';
import { resources } from '@halosync/halo-client';
import type { HeldSelfTest } from '../connections/connection';
import type { EntityRun, RunMode } from './run';

/**
 * How an entity's pages are asked for, by what the self-test has seen. A filter that is ignored is not asked for again:
 * rows that carry a time are scanned, the last changed first; the others are read as a whole and compared, as a reconcile
 * reads them, and so less often.
 */
export function chooseReading(mode: RunMode, entity: EntityName, selfTest: HeldSelfTest | null): EntityRun['reading'] {
  if (mode !== 'delta') return 'all';
  const usual = resources[entity].changedSince;
  if (usual !== 'filter' || selfTest?.entities[entity]?.filterHonoured !== false) return usual;
  return recordContracts[entity].listsCarryModified ? 'ordered_scan' : 'all';
}
