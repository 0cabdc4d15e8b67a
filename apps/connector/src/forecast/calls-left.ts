import { MAX_PAGE_SIZE, resources } from '@halosync/halo-client';
import type { EntityRun, RunMode } from '../sync/run';

/** An empty page ends a list, and the list of ids proves it. */
const AFTER_PAGES = { emptyPage: 1, ids: 1 };

/** Calls of a first sync of so many records. @param perPage what Halo really puts on a page. */
export function callsOfBackfill(records: number, perPage = MAX_PAGE_SIZE): number {
  return pagesOf(records, perPage) + AFTER_PAGES.emptyPage + AFTER_PAGES.ids;
}

export type CallFacts = Pick<
  EntityRun,
  'entity' | 'phase' | 'pass' | 'repages' | 'nextPage' | 'seen' | 'inHalo' | 'endedAt'
>;

/** What the test of the connection has seen: good until the run has seen for itself. */
export interface Tested {
  /** How many records there are; null: nobody knows. */
  readonly records: number | null;
  /** What Halo really puts on a page. */
  readonly perPage: number;
}

/**
 * Calls that an entity of a run still makes, by what is known now.
 * @param reads records that wait to be read by id for it.
 * @returns null where not even a guess is to be had.
 */
export function callsLeft(mode: RunMode, facts: CallFacts, { records, perPage }: Tested, reads: number): number | null {
  if (facts.endedAt !== null) return 0;
  const ids = mode === 'delta' ? 0 : AFTER_PAGES.ids;
  if (facts.phase === 'compare') {
    // The ids are compared, then all pages read, then the ids once more.
    const held = facts.inHalo ?? records;
    return held === null ? null : reads + ids + callsOfBackfill(held, perPage);
  }
  if (facts.phase !== 'pages') return reads + (facts.phase === 'verify' || mode !== 'delta' ? ids : 0);
  // A scan ends where its window does, mostly on the page it begins on.
  if (mode === 'delta' && resources[facts.entity].changedSince === 'ordered_scan') return reads + 1;
  const total = facts.inHalo ?? (mode === 'delta' ? null : records);
  if (total === null) return null;
  const pages = pagesOf(total, rowsPerPage(facts, perPage)) - (facts.nextPage - 1);
  return Math.max(0, pages) + AFTER_PAGES.emptyPage + ids + reads;
}

/** As the pages so far have shown: Halo may cap them lower than we ask. */
function rowsPerPage({ pass, repages, nextPage, seen }: CallFacts, tested: number): number {
  const isFirstPass = pass === 1 && repages === 0;
  return isFirstPass && nextPage > 1 && seen > 0 ? seen / (nextPage - 1) : tested;
}

function pagesOf(records: number, perPage: number): number {
  return Math.ceil(records / perPage - 1e-9);
}
