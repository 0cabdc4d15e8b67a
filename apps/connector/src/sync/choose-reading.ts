import type { EntityName } from '@halosync/contracts';
import { recordContracts } from '@halosync/contracts';
import { resources } from '@halosync/halo-client';
import type { HeldSelfTest } from '../connections/connection';
import { filterIgnored } from './filter-check';
import type { EntityRun, RunMode } from './run';

/**
 * How an entity's pages are asked for, by what the self-test has seen. A filter that is ignored is not asked for again:
 * rows that carry a time are scanned, the last changed first; the others are read as a whole, and what they do not show
 * rules out that a delta calls itself complete.
 */
export function chooseReading(
  mode: RunMode,
  entity: EntityName,
  selfTest: HeldSelfTest | null,
): Pick<EntityRun, 'reading' | 'fault'> {
  if (mode !== 'delta') return { reading: 'all', fault: null };
  const usual = resources[entity].changedSince;
  if (usual !== 'filter' || selfTest?.entities[entity]?.filterHonoured !== false)
    return { reading: usual, fault: null };
  return recordContracts[entity].listsCarryModified
    ? { reading: 'ordered_scan', fault: null }
    : { reading: 'all', fault: filterIgnored(entity) };
}
