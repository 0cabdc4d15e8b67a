import { CLOSED_STATUSES } from '../generate/lookups';
import { FACTS } from './entity';
import { parseHaloDate } from './halo-dates';
import type { Core, EntityName, Fields } from './entity';

/** The core of a changed record: the generator's, with what the overrides say in its place. No document is made for it. */
export function coreOf(entity: EntityName, generated: Core, overrides: Fields): Core {
  const facts = FACTS[entity];
  const happened = entity === 'ticket' ? 'dateoccurred' : entity === 'invoice' ? 'invoice_date' : facts.created;
  const status = entity === 'ticket' ? 'status_id' : entity === 'invoice' ? 'paymentstatus' : undefined;
  const site = entity === 'invoice' ? 'sitenumber' : 'site_id';
  const user = entity === 'invoice' ? 'uid' : 'user_id';
  const statusNow = status === undefined ? 0 : number(overrides[status], generated.status);
  return {
    modified: date(overrides, facts.modified, generated.modified),
    happened: date(overrides, happened, generated.happened),
    hidden:
      entity === 'ticket' ? CLOSED_STATUSES.includes(statusNow) : boolean(overrides['inactive'], generated.hidden),
    client: entity === 'client' ? generated.client : number(overrides['client_id'], generated.client),
    site: entity === 'site' ? generated.site : number(overrides[site], generated.site),
    user: entity === 'user' ? generated.user : number(overrides[user], generated.user),
    status: statusNow,
    kind: kindOf(entity, generated.kind, overrides),
  };
}

function kindOf(entity: EntityName, generated: number, overrides: Fields): number {
  if (entity === 'invoice') return number(overrides['typeid'], generated);
  const special = overrides[entity === 'site' ? 'isstocklocation' : 'isserviceaccount'];
  if (special === true) return 1;
  // False says nothing about a General User.
  return special === false && generated === 1 ? 0 : generated;
}

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function boolean(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

function date(overrides: Fields, name: string, otherwise: number): number {
  return name in overrides ? (parseHaloDate(overrides[name]) ?? 0) : otherwise;
}
