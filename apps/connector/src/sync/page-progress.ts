import type { EntityRun } from './run';

export type PageCheckpoint = Pick<EntityRun, 'nextPage' | 'maxId' | 'seen' | 'unusable'>;

/** What a list page brought. */
export interface PageRows {
  /** Ids of the usable rows, in the order of the page. */
  readonly ids: readonly number[];
  readonly unusable: number;
}

/** The checkpoint after a page has been published. Rows read twice (after a restart, or since rows moved) are seen once. */
export function afterPage(checkpoint: PageCheckpoint, { ids, unusable }: PageRows): PageCheckpoint {
  const isAscending = ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0));
  // A page out of order says nothing about which rows are new.
  const fresh = isAscending ? ids.filter((id) => id > checkpoint.maxId).length : ids.length;
  return {
    nextPage: checkpoint.nextPage + 1,
    maxId: Math.max(checkpoint.maxId, ...ids),
    seen: checkpoint.seen + fresh,
    unusable: checkpoint.unusable + unusable,
  };
}

/**
 * Whether a page is the one before it once more: paging is not honoured, and would go on for ever. Rows that move while
 * we page make neighbours overlap, never equal.
 */
export function repeats(page: readonly number[], before: readonly number[] | null): boolean {
  if (before === null || page.length !== before.length) return false;
  const held = new Set(before);
  return page.every((id) => held.has(id));
}
