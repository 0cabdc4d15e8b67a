import type { EntityName } from '@halosync/contracts';
import type { RunOutcome, TallySums } from './run';

export interface Ending {
  readonly outcome: RunOutcome;
  /** Why it is not complete, in a sentence; where it is, how it came to be so if not in the usual way, or empty. */
  readonly detail: string;
  /** More had vanished than can be right: nothing was deleted, and a person has to look at it. */
  readonly isBraked?: boolean;
}

export interface EndFacts {
  readonly entity: EntityName;
  readonly tally: TallySums;
  readonly unusable: number;
  /** Ids that differ after every repair. */
  readonly missing: number;
  readonly surplus: number;
  /** Something on the way that rules completeness out. */
  readonly fault: string | null;
}

/** How an entity's run ends once nothing more is to be done. Equal counts prove nothing: the ids have to be equal. */
export function entityOutcome({ entity, tally, unusable, missing, surplus, fault }: EndFacts): Ending {
  if (fault !== null) return { outcome: 'incomplete', detail: fault };
  if (unusable > 0)
    return { outcome: 'incomplete', detail: `${unusable} rows of Halo's lists have no id that can be used.` };
  if (tally.dead > 0 && missing <= tally.dead && surplus === 0) {
    // The same record may have been refused in several copies.
    const count = missing > 0 ? `${missing} ${entity}s` : `${tally.dead} copies of ${entity}s`;
    return { outcome: 'complete_with_exceptions', detail: `${count} could not be taken: see the dead letters.` };
  }
  if (missing > 0) return { outcome: 'incomplete', detail: `${missing} records that Halo lists are missing here.` };
  if (surplus > 0) return { outcome: 'incomplete', detail: `${surplus} records are here that Halo does not list.` };
  return { outcome: 'complete', detail: '' };
}
