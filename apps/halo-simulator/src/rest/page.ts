import { flag, integer } from '../http/call';
import type { Profile } from '../faults/profile';
import type { EntityName } from '../world/entity';

export interface Page {
  readonly ids: readonly number[];
  readonly recordCount: number;
  /** As Halo echoes them; absent where the call was not paged. */
  readonly echoed: { readonly page_no: number; readonly page_size: number } | undefined;
}

const DEFAULT_PAGE_SIZE = 50;

/**
 * Paging as documented and seen: only with `pageinate=true`; a larger page_size is capped without a word, so 1000 asked
 * of 717 gives 100 rows and record_count 717; without `pageinate` page_no and page_size mean nothing.
 */
export function pageOf(
  entity: EntityName,
  ids: readonly number[],
  query: ReadonlyMap<string, string>,
  profile: Profile,
): Page {
  const paged = flag(query, 'pageinate') === true && !profile.pagingIgnored;
  if (!paged) return unpaged(entity, ids, query, profile);
  const askedSize = integer(query, 'page_size') ?? DEFAULT_PAGE_SIZE;
  const size = Math.min(askedSize > 0 ? askedSize : DEFAULT_PAGE_SIZE, profile.pageSizeCap);
  const number = Math.max(1, integer(query, 'page_no') ?? 1);
  const shown = number === profile.repeatedPage ? number - 1 : number;
  const rows = ids.slice((shown - 1) * size, shown * size);
  const past = rows.length === 0 && number > 1;
  const recordCount = past && profile.recordCountPastEnd === 'zero' ? 0 : ids.length + profile.recordCountOffset;
  return {
    ids: rows,
    recordCount,
    echoed: { page_no: number, page_size: profile.echoedPageSize === 'asked' ? askedSize : size },
  };
}

function unpaged(
  entity: EntityName,
  ids: readonly number[],
  query: ReadonlyMap<string, string>,
  profile: Profile,
): Page {
  // `count` is the un-paged limit; some clients send `count=true`, which means nothing.
  const count = integer(query, 'count');
  const standard = profile.pagingIgnored ? DEFAULT_PAGE_SIZE : profile.unpagedRows[entity];
  const limit = count !== undefined && count > 0 ? count : standard === 0 ? ids.length : standard;
  return { ids: ids.slice(0, limit), recordCount: ids.length + profile.recordCountOffset, echoed: undefined };
}
