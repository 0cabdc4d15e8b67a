import { haloId, isJsonObject } from '@halosync/halo-json';
import type { JsonValue } from '@halosync/halo-json';
import type { HaloResource } from '../resources/halo-resource';
import { idsUrl } from '../resources/resource-url';
import type { HaloApi } from '../transport/halo-call';
import { answerJson, invalidAnswer } from './answer-json';
import { apiCall } from './api-call';
import { listAnswer } from './list-answer';

export interface IdSet {
  /** As Halo lists them. */
  readonly ids: readonly number[];
  /** How many Halo says there are; the set is proof only where it holds as many. */
  readonly recordCount: number | null;
}

// An id costs a key. The body's size (32 MiB) is the real limit.
const LIMITS = { maxKeys: 4_000_000, nonFinite: 'text' } as const;

/**
 * All ids of an entity, in one call. The shape of the answer is not documented: rows with an `id`, and bare ids, are
 * both read.
 * @throws AppError as `listPage`; `halo_answer_invalid` too where one id cannot be read.
 */
export async function idSet(api: HaloApi, resource: HaloResource): Promise<IdSet> {
  const call = apiCall(api, idsUrl(api.resourceUrl, resource), { kind: 'ids', entity: resource.entity });
  const exchange = await api.send(call);
  const { items, recordCount } = listAnswer(answerJson(exchange, call, LIMITS), resource, call);
  const ids = items.map(readId);
  if (!ids.every((id) => id !== null)) throw invalidAnswer('An id of the set cannot be read.', call, 'not_an_id');
  return { ids, recordCount };
}

function readId(item: JsonValue): number | null {
  const id = haloId.safeParse(isJsonObject(item) ? item['id'] : item);
  return id.success ? id.data : null;
}
