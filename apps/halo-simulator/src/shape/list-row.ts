import type { EntityName, Fields } from '../world/entity';

/** A flag that adds fields to list rows; without it they are missing (documented parameters). */
interface Flagged {
  readonly flag: string;
  readonly fields: readonly string[];
}

interface RowShape {
  readonly always: readonly string[];
  readonly flagged: readonly Flagged[];
}

const TICKET: RowShape = {
  always: words(
    'id guid summary details dateoccurred last_update lastactiondate dateclosed responsedate respondbydate fixbydate deadlinedate targetdate status_id tickettype_id priority_id sla_id client_id client_name site_id site_name user_id user_name user_email reportedby emailtolist team team_id agent_id category_1 category_2 category_3 category_4 categoryid_1 categoryid_2 parent_id child_count contract_id milestone_id organisation_id department_id impact urgency source estimate timetaken cost flagged read onhold inactive hasbeenclosed excludefromsla slaresponsestate zz_tenant_extra use',
  ),
  flagged: [
    { flag: 'includestatus', fields: ['status_name'] },
    { flag: 'includetickettype', fields: ['tickettype_name'] },
    { flag: 'includeagent', fields: ['agent_name'] },
  ],
};

const SITE: RowShape = {
  always: words(
    'id name client_id client_name clientsite_name inactive sla_id phonenumber colour timezone invoice_address_isdelivery isstocklocation messagegroup_id maincontact_id country_code_name region_code_name ref zz_tenant_extra use',
  ),
  flagged: [
    { flag: 'includenotes', fields: ['notes'] },
    {
      flag: 'includeaddress',
      fields: [1, 2, 3, 4, 5].map((line) => `delivery_address_line${String(line)}`),
    },
  ],
};

const USER: RowShape = {
  always: words(
    'id name firstname surname initials title emailaddress phonenumber mobilenumber mobilenumber2 homenumber sitephonenumber fax telpref login site_id site_id_int site_name client_id client_name inactive isimportantcontact isserviceaccount linked_agent_id neversendemails other1 other2 other3 other4 other5 azureoid onpremise_activedirectory_dn is_prospect zz_tenant_extra key use',
  ),
  flagged: [{ flag: 'includenotes', fields: ['notes'] }],
};

const INVOICE: RowShape = {
  always: words(
    'id invoicenumber thirdpartyinvoicenumber client_id client_name sitenumber site_name uid contactname name address1 address2 address3 address4 address5 invoice_date duedate datesent datepaid dateposted date_created last_modified last_synced posted voided hideinvoice paymentstatus total tax_total amountdue amountpaid amount_remaining currency currency_code currency_code_name conversion_rate paymentterms reference cust_order_number ticket_id contract_id salesorder_id recurring_invoice_id invoicetype typeid xeroid qboid internal_note notes_1 notes_2 notes_3 zz_tenant_extra use',
  ),
  flagged: [],
};

const CLIENT: RowShape = {
  always: words(
    'id name toplevel_id toplevel_name inactive colour is_vip website accountsid messagegroup_id item_tax_code zz_tenant_extra use',
  ),
  flagged: [{ flag: 'includenotes', fields: ['notes'] }],
};

const SHAPES: Readonly<Record<EntityName, RowShape>> = {
  ticket: TICKET,
  site: SITE,
  user: USER,
  invoice: INVOICE,
  client: CLIENT,
};

export interface RowOptions {
  readonly flags: (name: string) => boolean;
  readonly customFields: 'mixed' | 'empty' | 'null' | 'absent';
  readonly version: boolean;
}

/** The sparse row of a list: `lines: null` and an empty `customfields`, whatever the record holds. */
export function listRow(entity: EntityName, document: Fields, options: RowOptions): Fields {
  const shape = SHAPES[entity];
  const row: Record<string, unknown> = {};
  for (const name of shape.always) if (name in document) row[name] = document[name];
  for (const { flag, fields } of shape.flagged)
    if (options.flags(flag)) for (const name of fields) row[name] = document[name];
  if (entity === 'invoice') row['lines'] = options.flags('includelines') ? document['lines'] : null;
  Object.assign(row, emptyCustomFields(document['id'], options.customFields));
  if (options.version) row['simversion'] = document['simversion'];
  return row;
}

/** Real rows show both `[]` and `null` for what was left out. */
export function emptyCustomFields(id: unknown, how: RowOptions['customFields']): Fields {
  if (how === 'absent') return {};
  if (how === 'mixed') return { customfields: typeof id === 'number' && id % 2 === 0 ? [] : null };
  return { customfields: how === 'empty' ? [] : null };
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
