import { flag } from '../http/call';
import { jsonText } from '../http/answer';
import { listRow } from '../shape/list-row';
import { serialise } from '../shape/serialise';
import { FACTS } from '../world/entity';
import { pageOf } from './page';
import type { Page } from './page';
import type { Answer } from '../http/answer';
import type { Halo } from '../halo';
import type { Selection, Selections } from './selection';
import type { EntityName, Fields } from '../world/entity';

type Query = ReadonlyMap<string, string>;

/** GET /X: the envelope with its rows, or a bare array by switch. */
export function listAnswer(halo: Halo, selections: Selections, entity: EntityName, query: Query): Answer {
  const { profile } = halo.settings;
  const facts = FACTS[entity];
  const invisible = profile.invisibleEntities.includes(entity);
  const selection: Selection = invisible ? { ids: [], overlay: undefined } : selections.of(entity, query);
  const idOnly = flag(query, facts.idOnly) === true && profile.idOnly !== 'ignored';
  const page = idOnly ? idPage(halo, selection) : pageOf(entity, selection.ids, query, profile);
  const read = (id: number): Fields | undefined =>
    idOnly ? idRow(halo, entity, id, selection) : selections.document(entity, id, selection.overlay);
  const documents = spoil(
    page.ids.map(read).filter((document) => document !== undefined),
    profile,
  );
  const rows = documents.map((document) =>
    idOnly ? JSON.stringify(document) : rowText(halo, entity, document, query),
  );
  const array = `[${rows.join(',')}]`;
  if (profile.bareArrays) return jsonText(array);
  const head =
    page.echoed === undefined
      ? ''
      : `"page_no":${String(page.echoed.page_no)},"page_size":${String(page.echoed.page_size)},`;
  const extra = entity === 'user' ? ',"user_ids":null' : '';
  return jsonText(
    `{${head}"record_count":${String(page.recordCount)},"${facts.arrayKey}":${array}${extra},"columns_id":0,"columns":[]}`,
  );
}

/** Every id at once; "not compatible with paging" (documented), so page_no and page_size mean nothing here. */
function idPage(halo: Halo, selection: Selection): Page {
  const { profile } = halo.settings;
  const ids = profile.idOnly === 'capped' ? selection.ids.slice(0, profile.idOnlyCap) : selection.ids;
  return { ids, recordCount: selection.ids.length + profile.recordCountOffset, echoed: undefined };
}

/** `ticketidonly` leaves a handful of fields (documented), `idonly` the id. */
function idRow(halo: Halo, entity: EntityName, id: number, { overlay }: Selection): Fields | undefined {
  const store = halo.world.store(entity);
  const stored = store.at(id, overlay);
  if (stored === undefined) return undefined;
  return { ...store.head(id, stored), ...(entity === 'ticket' ? { lastincomingemail: '1900-01-01T00:00:00' } : {}) };
}

function rowText(halo: Halo, entity: EntityName, document: Fields, query: Query): string {
  const { profile } = halo.settings;
  const row = listRow(entity, document, {
    flags: (name) => flag(query, name) === true,
    customFields: profile.listCustomFields,
    version: profile.versionField === 'everywhere',
  });
  return serialise(entity, row, profile.floatIds);
}

/** The two list faults that live inside a page: an id twice, and an id 0. */
function spoil(
  documents: readonly Fields[],
  profile: { readonly duplicateId: boolean; readonly zeroId: boolean },
): readonly Fields[] {
  const [first] = documents;
  if (first === undefined) return documents;
  return [...documents, ...(profile.duplicateId ? [first] : []), ...(profile.zeroId ? [{ ...first, id: 0 }] : [])];
}
