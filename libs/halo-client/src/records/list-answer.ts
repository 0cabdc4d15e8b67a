import { haloInt, isJsonObject } from '@halosync/halo-json';
import type { JsonValue } from '@halosync/halo-json';
import type { HaloResource } from '../resources/halo-resource';
import type { HaloCall } from '../transport/halo-call';
import { invalidAnswer } from './answer-json';

export interface ListAnswer {
  readonly items: readonly JsonValue[];
  /** Halo's count of all that match, not of the page; null where it names none. */
  readonly recordCount: number | null;
}

/**
 * Takes a list out of its envelope; a bare array is a list too (documented for some resources, tolerated for all).
 * @throws AppError `halo_answer_invalid` for anything else.
 */
export function listAnswer(value: JsonValue, resource: HaloResource, call: HaloCall): ListAnswer {
  if (isArray(value)) return { items: value, recordCount: null };
  if (isJsonObject(value)) {
    const items = value[resource.listKey];
    const counted = haloInt.safeParse(value['record_count']);
    const recordCount = counted.success && counted.data >= 0 ? counted.data : null;
    if (isArray(items)) return { items, recordCount };
    if (items === null && recordCount === 0) return { items: [], recordCount };
  }
  throw invalidAnswer(`Halo's answer is no list of ${resource.listKey}.`, call, 'not_a_list');
}

function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
