import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { get, query } from './call';
import type { List } from './types';

const PAGE = 100;

export type Pages<Item> = UseInfiniteQueryResult<InfiniteData<List<Item>>>;

/** A list of the API, page after page as somebody scrolls. Rows that are shown never move by themselves. */
export function usePages<Item>(path: string, filter: Readonly<Record<string, string | undefined>> = {}): Pages<Item> {
  return useInfiniteQuery({
    queryKey: ['pages', path, filter],
    queryFn: ({ pageParam, signal }) =>
      get<List<Item>>(`${path}${query({ ...filter, limit: PAGE, cursor: pageParam ?? undefined })}`, signal),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
}

export const itemsOf = <Item>(pages: Pages<Item>): readonly Item[] | undefined =>
  pages.data?.pages.flatMap(({ items }) => items);
