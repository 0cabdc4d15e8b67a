import { haloBoolean, haloId, isJsonObject } from '@halosync/halo-json';
import type { JsonObject, JsonValue } from '@halosync/halo-json';
import type { HaloResource } from '../resources/halo-resource';
import { recordUrl } from '../resources/resource-url';
import type { HaloApi } from '../transport/halo-call';
import { answerJson, invalidAnswer } from './answer-json';
import { isHtml } from './answer-text';
import { apiCall } from './api-call';

/** `deleted`: Halo hides a deleted ticket and still shows it to who knows its id. */
export type RecordAnswer =
  | { readonly absent: true; readonly because: 'not_found' | 'deleted' }
  | { readonly absent: false; readonly record: JsonObject };

const LIMITS = { maxKeys: 200_000, nonFinite: 'text' } as const;

/**
 * Reads one record with all its details, past Halo's cache. It is absent where Halo answers 404 (documented) or 200
 * with `deleted: true`, and nowhere else: a 401, a 403, a 400 or 500 whose text says "not found" (older builds) are
 * errors, and so is a 404 with a web page, which is a proxy speaking.
 * @throws AppError by status, or `halo_answer_invalid`: not JSON, not a record, another record than the one asked for.
 */
export async function readRecord(api: HaloApi, resource: HaloResource, asked: number): Promise<RecordAnswer> {
  const call = apiCall(api, recordUrl(api.resourceUrl, resource, asked), {
    kind: 'record',
    entity: resource.entity,
    haloId: asked,
  });
  const exchange = await api.send(call);
  if (exchange.status === 404) {
    if (isHtml(exchange)) throw invalidAnswer('A web page says 404, not Halo.', call, 'html_not_found');
    return { absent: true, because: 'not_found' };
  }
  const record = unwrapped(answerJson(exchange, call, LIMITS), resource);
  if (record === null) throw invalidAnswer("Halo's answer is no record.", call, 'not_a_record');
  if (!isAbout(record, asked)) throw invalidAnswer('Halo answers with another record.', call, 'other_record');
  const deleted = haloBoolean.safeParse(record['deleted']);
  return deleted.success && deleted.data ? { absent: true, because: 'deleted' } : { absent: false, record };
}

/** Some versions put the one record into a list or its envelope (seen). */
function unwrapped(value: JsonValue, resource: HaloResource): JsonObject | null {
  const isEnvelope = isJsonObject(value) && value['id'] === undefined;
  const inner = isEnvelope ? value[resource.listKey] : value;
  if (!Array.isArray(inner)) return isJsonObject(inner) ? inner : null;
  const [only, second] = inner as readonly (JsonValue | undefined)[]; // isArray widens to any[]
  return second === undefined && isJsonObject(only) ? only : null;
}

function isAbout(record: JsonObject, asked: number): boolean {
  const id = haloId.safeParse(record['id']);
  return id.success && id.data === asked;
}
