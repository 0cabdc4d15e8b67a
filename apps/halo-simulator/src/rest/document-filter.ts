import { flag, integer } from '../http/call';
import type { EntityName, Fields } from '../world/entity';

type Query = ReadonlyMap<string, string>;

/** Filters that need the document itself; undefined where none was asked, so that nothing bulky is made for nothing. */
export function documentFilter(entity: EntityName, query: Query): ((document: Fields) => boolean) | undefined {
  const tests: ((document: Fields) => boolean)[] = [];
  const search = query.get('search')?.toLowerCase();
  if (search !== undefined && search !== '')
    tests.push((document) => SEARCHED.some((name) => contains(document[name], search)));
  if (entity === 'invoice') {
    if (flag(query, 'exclude_voided') === true) tests.push((document) => document['voided'] !== true);
    if (flag(query, 'postedonly') === true) tests.push((document) => document['posted'] === true);
    if (flag(query, 'notpostedonly') === true) tests.push((document) => document['posted'] !== true);
  }
  for (const name of ['agent_id', 'contract_id', 'parent_id', 'toplevel_id'] as const) {
    const wanted = integer(query, name);
    if (wanted !== undefined && wanted > 0) tests.push((document) => !(name in document) || document[name] === wanted);
  }
  const type = integer(query, 'requesttype_id') ?? integer(query, 'tickettype_id');
  if (entity === 'ticket' && type !== undefined && type > 0)
    tests.push((document) => document['tickettype_id'] === type);
  return tests.length === 0 ? undefined : (document) => tests.every((test) => test(document));
}

const SEARCHED = ['id', 'summary', 'name', 'emailaddress', 'invoicenumber'] as const;

function contains(value: unknown, search: string): boolean {
  return (typeof value === 'string' || typeof value === 'number') && String(value).toLowerCase().includes(search);
}
