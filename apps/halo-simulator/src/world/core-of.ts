import { CLOSED_STATUSES } from '../generate/lookups';
import { FACTS } from './entity';
import { parseHaloDate } from './halo-dates';
import type { Core, EntityName, Fields } from './entity';

function number(value: unknown): number {
  return typeof value === 'number' ? value : Number(value ?? 0) || 0;
}

function kindOf(entity: EntityName, document: Fields): number {
  if (entity === 'site') return document['isstocklocation'] === true ? 1 : 0;
  if (entity === 'user') return document['isserviceaccount'] === true ? 1 : document['name'] === 'General User' ? 3 : 0;
  return entity === 'invoice' ? number(document['typeid']) : 0;
}

/** The core of a record that was changed by hand; generated records have theirs from the generator. */
export function coreOf(entity: EntityName, document: Fields): Core {
  const id = number(document['id']);
  const facts = FACTS[entity];
  const happened = document[entity === 'ticket' ? 'dateoccurred' : entity === 'invoice' ? 'invoice_date' : facts.created];
  const status = number(document[entity === 'ticket' ? 'status_id' : 'paymentstatus']);
  return {
    modified: parseHaloDate(document[facts.modified]) ?? 0,
    happened: parseHaloDate(happened) ?? 0,
    hidden: entity === 'ticket' ? CLOSED_STATUSES.includes(status) : document['inactive'] === true,
    client: entity === 'client' ? id : number(document['client_id']),
    site: entity === 'site' ? id : number(document[entity === 'invoice' ? 'sitenumber' : 'site_id']),
    user: entity === 'user' ? id : number(document[entity === 'invoice' ? 'uid' : 'user_id']),
    status: entity === 'ticket' || entity === 'invoice' ? status : 0,
    kind: kindOf(entity, document),
  };
}
