import type { EntityName, Fields } from '../world/entity';

/** What a read by id adds only with `includedetails=true` (documented: lines, custom fields, addresses, pop-up notes). */
const DETAILS: Readonly<Record<EntityName, readonly string[]>> = {
  ticket: ['customfields', 'attachments', 'assets', 'priority', 'popup_notes'],
  site: ['customfields', 'site_fields', 'delivery_address', 'invoice_address', 'popup_notes'],
  user: ['customfields', 'addresses', 'attachments', 'popup_notes'],
  invoice: ['customfields', 'lines', 'payments'],
  client: ['customfields', 'customer_relationship'],
};

export function withoutDetails(entity: EntityName, document: Fields): Fields {
  const left = DETAILS[entity];
  return Object.fromEntries(Object.entries(document).filter(([name]) => !left.includes(name)));
}

export function withoutVersion(document: Fields): Fields {
  const { simversion: _, ...rest } = document;
  return rest;
}

/** After a POST a ticket came back under other names than a GET uses (seen by a sync engine's authors). */
const POSTED_NAMES: Readonly<Record<string, string>> = {
  last_update: 'lastupdate',
  category_1: 'category1',
  category_2: 'category2',
  user_email: 'useremail',
};

export function asPosted(entity: EntityName, document: Fields): Fields {
  if (entity !== 'ticket') return document;
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [POSTED_NAMES[name] ?? name, value]));
}

/** Writers may use the posted names too. */
export function fromPosted(entity: EntityName, fields: Fields): Fields {
  if (entity !== 'ticket') return fields;
  const back = new Map(Object.entries(POSTED_NAMES).map(([read, posted]) => [posted, read]));
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [back.get(name) ?? name, value]));
}
