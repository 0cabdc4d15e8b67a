import { isJsonObject, readHaloDate } from '@halosync/halo-json';
import type { JsonObject } from '@halosync/halo-json';
import type { HaloResource } from '../resources/halo-resource';
import { isOrderedScan, listUrl } from '../resources/resource-url';
import type { PageRequest } from '../resources/resource-url';
import type { HaloApi } from '../transport/halo-call';
import { answerJson, invalidAnswer } from './answer-json';
import { apiCall } from './api-call';
import { listAnswer } from './list-answer';

export interface ListPage {
  readonly rows: readonly JsonObject[];
  /** Halo's count of all that match; not a proof of anything. */
  readonly recordCount: number | null;
  /** Of the body. */
  readonly bytes: number;
  /**
   * For an ordered scan with `changedSince`: the rows came in descending order of modification, and the last is older.
   * What follows has not changed since. Never true where the order cannot be seen to have been kept.
   */
  readonly isPastWindow: boolean;
  /** Rows of an ordered scan that came in another order: where what has changed ends cannot be told. */
  readonly isDisordered: boolean;
  /** Rows of a filtered answer that are older than what was asked for: Halo has ignored the filter. */
  readonly isUnfiltered: boolean;
}

// A hundred rows of 300 fields and their custom fields. The body's size is limited by the transport.
const LIMITS = { maxKeys: 1_000_000, nonFinite: 'text' } as const;

/**
 * Reads one page of a list, ordered by id, or what changed since a moment. The whole body is checked before any row
 * counts. An empty page is the end; a short one is not, since Halo caps pages as it likes (seen).
 * @throws AppError by status (`halo_unauthorised`, `halo_forbidden`, `halo_not_found`, `halo_rate_limited`,
 * `halo_server_error`), `halo_answer_invalid`, or what `send` throws.
 */
export async function listPage(api: HaloApi, resource: HaloResource, request: PageRequest): Promise<ListPage> {
  const call = apiCall(api, listUrl(api.resourceUrl, resource, request), { kind: 'list', entity: resource.entity });
  const exchange = await api.send(call);
  const { items, recordCount } = listAnswer(answerJson(exchange, call, LIMITS), resource, call);
  if (!items.every(isJsonObject)) throw invalidAnswer('A row of the list is no object.', call, 'not_a_list');
  return {
    rows: items,
    recordCount,
    bytes: exchange.body.length,
    isPastWindow: isPastWindow(items, resource, request),
    isDisordered: isOrderedScan(resource, request) && !isDescending(modifiedTimes(items, resource)),
    isUnfiltered: isUnfiltered(items, resource, request),
  };
}

function isPastWindow(rows: readonly JsonObject[], resource: HaloResource, request: PageRequest): boolean {
  const { changedSince } = request;
  if (changedSince === undefined || !isOrderedScan(resource, request)) return false;
  const times = modifiedTimes(rows, resource);
  const last = times.at(-1);
  return last !== undefined && isDescending(times) && last < changedSince.getTime();
}

function modifiedTimes(rows: readonly JsonObject[], { modifiedField }: HaloResource): readonly number[] {
  return modifiedField === null ? [] : rows.map((row) => modifiedMs(row[modifiedField]));
}

function isDescending(times: readonly number[]): boolean {
  return times.every((time, index) => index === 0 || time <= (times[index - 1] ?? Infinity));
}

// The question is cut to seconds.
const RESOLUTION_MS = 1_000;

/** Only where the rows carry a time; one without it proves nothing. */
function isUnfiltered(rows: readonly JsonObject[], resource: HaloResource, request: PageRequest): boolean {
  const { changedSince } = request;
  if (changedSince === undefined || isOrderedScan(resource, request)) return false;
  const from = changedSince.getTime() - RESOLUTION_MS;
  return modifiedTimes(rows, resource).some((time) => time !== -Infinity && time < from);
}

/** A row without a modified time sorts last, as the database sorts its sentinel. */
function modifiedMs(value: unknown): number {
  const date = typeof value === 'string' ? readHaloDate(value) : null;
  return date !== null && 'at' in date ? date.at.getTime() : -Infinity;
}
