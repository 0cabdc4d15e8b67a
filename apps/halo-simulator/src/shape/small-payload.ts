import { FACTS } from '../world/entity';
import { emptyCustomFields } from './list-row';
import type { RowOptions } from './list-row';
import type { EntityName, Fields } from '../world/entity';

const KEY_FIELDS: Readonly<Record<EntityName, readonly string[]>> = {
  ticket:
    'id summary dateoccurred status_id tickettype_id priority_id sla_id client_id client_name site_id site_name user_id user_name team team_id agent_id category_1 onhold inactive'.split(
      ' ',
    ),
  site: 'id name client_id client_name clientsite_name inactive phonenumber timezone'.split(' '),
  user: 'id name firstname surname emailaddress phonenumber site_id site_id_int site_name client_id client_name inactive'.split(
    ' ',
  ),
  invoice:
    'id invoicenumber client_id client_name sitenumber uid invoice_date duedate datepaid posted voided paymentstatus total tax_total amountdue amountpaid'.split(
      ' ',
    ),
  client: 'id name inactive'.split(' '),
};

export interface SmallOptions {
  readonly modifiedTime: boolean;
  readonly customFields: RowOptions['customFields'];
  readonly version: boolean;
}

/** "Small object with key fields only" (documented name; the set varies with version and configuration). */
export function smallPayload(entity: EntityName, document: Fields, options: SmallOptions): Fields {
  const small: Record<string, unknown> = {};
  for (const name of KEY_FIELDS[entity]) small[name] = document[name];
  const facts = FACTS[entity];
  if (options.modifiedTime && facts.rowCarriesModified) small[facts.modified] = document[facts.modified];
  if (entity === 'invoice') small['lines'] = null;
  Object.assign(small, emptyCustomFields(document['id'], options.customFields));
  if (options.version) small['simversion'] = document['simversion'];
  return small;
}
