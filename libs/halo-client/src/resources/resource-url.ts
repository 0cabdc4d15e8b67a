import type { ChangedSince, HaloResource } from './halo-resource';

/** Documented: a larger page is silently cut to 100 rows. */
export const MAX_PAGE_SIZE = 100;

export interface PageRequest {
  /** From 1. */
  readonly page: number;
  readonly pageSize?: number;
  readonly changedSince?: Date;
  /** Another way to ask for that than the resource's own: for a Halo that ignores its filter. */
  readonly by?: ChangedSince;
}

/** Whether the answer comes in descending order of modification instead of being filtered. */
export function isOrderedScan(
  { changedSince: usual }: HaloResource,
  { changedSince, by = usual }: PageRequest,
): boolean {
  return changedSince !== undefined && by === 'ordered_scan';
}

/** One page of a list. `pageinate` is Halo's spelling; without it size and number are ignored (seen). */
export function listUrl(resourceUrl: string, resource: HaloResource, request: PageRequest): string {
  const { page, pageSize = MAX_PAGE_SIZE } = request;
  return withQuery(resourceUrl + resource.path, {
    pageinate: 'true',
    page_size: String(pageSize),
    page_no: String(page),
    ...ordering(resource, request),
    ...resource.listFlags,
  });
}

/** All ids at once: the flags of the list, or closed and inactive records are missing; and no paging (documented). */
export function idsUrl(resourceUrl: string, resource: HaloResource): string {
  return withQuery(resourceUrl + resource.path, { [resource.idsOnly]: 'true', ...resource.listFlags });
}

/** One record with its details, past Halo's cache. */
export function recordUrl(resourceUrl: string, resource: HaloResource, haloId: number): string {
  return withQuery(`${resourceUrl}${resource.path}/${haloId}`, { includedetails: 'true', nocache: 'true' });
}

function ordering(resource: HaloResource, request: PageRequest): Record<string, string> {
  const { changedSince } = request;
  if (isOrderedScan(resource, request) && resource.modifiedField !== null) {
    return { order: resource.modifiedField, orderdesc: 'true' };
  }
  return {
    order: 'id',
    orderdesc: 'false',
    ...(changedSince === undefined ? {} : { lastupdatefromdate: haloTime(changedSince) }),
  };
}

/** UTC without a zone (seen). Cut to seconds, so rather a moment too early. */
function haloTime(at: Date): string {
  return at.toISOString().slice(0, 19);
}

function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  return `${url}?${new URLSearchParams(query).toString()}`;
}
