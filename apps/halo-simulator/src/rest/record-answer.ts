import { flag } from '../http/call';
import { dotNetError, json, jsonText, modelState, nothing } from '../http/answer';
import { serialise } from '../shape/serialise';
import { asPosted, fromPosted, withoutDetails, withoutVersion } from '../shape/whole-record';
import { mergedCustomFields } from './custom-field-merge';
import { FACTS } from '../world/entity';
import type { Answer } from '../http/answer';
import type { Halo } from '../halo';
import type { EntityName, Fields } from '../world/entity';

type Query = ReadonlyMap<string, string>;

/** GET /X/{id}: the bare entity, or a one-element envelope as some versions were seen to answer. */
export function readAnswer(halo: Halo, entity: EntityName, id: number, query: Query): Answer {
  const { profile } = halo.settings;
  const store = halo.world.store(entity);
  const cached = profile.recordCache && profile.listCacheSeconds > 0 && flag(query, 'nocache') !== true;
  const overlay = cached ? halo.world.past.asOfLastFilling(entity, profile.listCacheSeconds).overlay : undefined;
  const stored = profile.invisibleEntities.includes(entity) ? undefined : store.at(id, overlay);
  const hidden = stored?.deleted === true && !(FACTS[entity].softDelete && profile.deletedTicketRead === '200');
  if (stored === undefined || hidden) return missing(halo, entity, id);
  const document = store.document(id, stored);
  const whole = !profile.recordDetailsNeedFlag || flag(query, 'includedetails') === true;
  return jsonText(
    recordText(halo, entity, whole ? document : withoutDetails(entity, document), profile.recordEnvelope),
  );
}

/** POST /X: an array, even for one; an element with an id that exists is an update, one without is a creation. */
export function writeAnswer(halo: Halo, entity: EntityName, body: string): Answer {
  const elements = readArray(body);
  if ('problem' in elements) return elements.problem;
  for (const [position, element] of elements.fields.entries()) {
    const { id } = element;
    if (id !== undefined && id !== null && !Number.isInteger(id)) {
      return modelState({
        [`[${String(position)}].id`]: [`Could not convert value to integer. Path '[${String(position)}].id'.`],
      });
    }
    if (typeof id === 'number' && id > 0 && !exists(halo, entity, id)) return missing(halo, entity, id);
  }
  const written = elements.fields.map((element) => write(halo, entity, fromPosted(entity, element)));
  return written.length === 0
    ? modelState({ '': ['A non-empty request body is required.'] })
    : posted(halo, entity, written);
}

/** DELETE /X/{id}: 200 and an object with the id, which one official integration reads. */
export function deleteAnswer(halo: Halo, entity: EntityName, id: number): Answer {
  if (!exists(halo, entity, id)) return missing(halo, entity, id);
  halo.world.remove(entity, id, { by: 'api' });
  return json({ id });
}

/** A record that is not there: 404 (documented); older builds answer with a .NET exception. */
export function missing(halo: Halo, entity: EntityName, id: number): Answer {
  const message = `${entity} ${String(id)} not found`;
  switch (halo.settings.profile.missingRecord) {
    case '404':
      return nothing(404);
    case '404-json':
      return json({ message }, 404);
    case '400-dotnet':
      return dotNetError(400, message, 'System.ArgumentException');
    case '500-dotnet':
      return dotNetError(500, 'Object reference not set to an instance of an object.', 'System.NullReferenceException');
  }
}

function exists(halo: Halo, entity: EntityName, id: number): boolean {
  return halo.world.store(entity).at(id)?.deleted === false;
}

function write(halo: Halo, entity: EntityName, element: Fields): Fields {
  const { id, ...fields } = element;
  const { document } =
    typeof id === 'number' && id > 0
      ? halo.world.update(entity, id, mergedCustomFields(halo, entity, id, fields), { by: 'api' })
      : halo.world.create(entity, fields, { by: 'api' });
  return document;
}

/** Documented: the single entity. Some POSTs were seen to bring back one row though several were sent (our choice: the first). */
function posted(halo: Halo, entity: EntityName, documents: readonly Fields[]): Answer {
  const { postReturns, postStatus, postedNames } = halo.settings.profile;
  const texts = documents.map((document) =>
    recordText(halo, entity, postedNames ? asPosted(entity, document) : document, false),
  );
  if (postReturns === 'array' || (postReturns === 'by-count' && texts.length > 1))
    return jsonText(`[${texts.join(',')}]`, postStatus);
  if (postReturns === 'envelope') return jsonText(`{"${FACTS[entity].arrayKey}":[${texts.join(',')}]}`, postStatus);
  return jsonText(texts[0] ?? '', postStatus);
}

function recordText(halo: Halo, entity: EntityName, document: Fields, envelope: boolean): string {
  const { versionField, floatIds } = halo.settings.profile;
  const text = serialise(entity, versionField === 'nowhere' ? withoutVersion(document) : document, floatIds);
  return envelope ? `{"${FACTS[entity].arrayKey}":[${text}]}` : text;
}

export function readArray(body: string): { readonly fields: readonly Fields[] } | { readonly problem: Answer } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { problem: modelState({ '': ['Unexpected character encountered while parsing value.'] }) };
  }
  if (!Array.isArray(value))
    return { problem: modelState({ '': ['Cannot deserialize the current JSON object: a JSON array is required.'] }) };
  const fields = value.filter(
    (element): element is Fields => typeof element === 'object' && element !== null && !Array.isArray(element),
  );
  if (fields.length < value.length) return { problem: modelState({ '[0]': ['Error converting value.'] }) };
  return { fields };
}
