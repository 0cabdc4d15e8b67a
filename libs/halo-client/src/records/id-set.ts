import { haloId, isJsonObject, readJson, splitList } from '@halosync/halo-json';
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

// Of the envelope, and of one row: a whole record where the parameter is ignored. How many rows there are is limited by
// the size of the body (32 MiB).
const LIMITS = { maxKeys: 200_000, nonFinite: 'text' } as const;

/**
 * All ids of an entity, in one call. The shape of the answer is not documented: rows with an `id`, and bare ids, are
 * both read.
 * @throws AppError as `listPage`; `halo_answer_invalid` too where one id cannot be read.
 */
export async function idSet(api: HaloApi, resource: HaloResource): Promise<IdSet> {
  const call = apiCall(api, idsUrl(api.resourceUrl, resource), { kind: 'ids', entity: resource.entity });
  const exchange = await api.send(call);
  // Row by row: 150,000 of them as one value would cost the process 100 MB for a moment.
  const ids: (number | null)[] = [];
  const body = splitList(exchange.body, resource.listKey, (row) => ids.push(readId(row)));
  const { recordCount } = listAnswer(answerJson({ ...exchange, body }, call, LIMITS), resource, call);
  if (!ids.every((id) => id !== null)) throw invalidAnswer('An id of the set cannot be read.', call, 'not_an_id');
  return { ids, recordCount };
}

function readId(bytes: Uint8Array): number | null {
  const id = haloId.safeParse(idOf(readElement(bytes)));
  return id.success ? id.data : null;
}

const idOf = (item: JsonValue | undefined): JsonValue | undefined => (isJsonObject(item) ? item['id'] : item);

function readElement(bytes: Uint8Array): JsonValue | undefined {
  try {
    return readJson(bytes, LIMITS);
  } catch {
    return undefined; // no id either
  }
}
