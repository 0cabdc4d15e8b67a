import type { PublicEntity } from '@halosync/ingest';

/** The site's columns as people query them. `site.definition` fills them; here is what they hold and Halo's name for it. */
export const siteColumns = {
  name: { type: 'text', field: 'name', says: 'Name of the site.' },
  client_id: { type: 'integer', field: 'client_id', says: 'Client that it belongs to.' },
  client_name: { type: 'text', field: 'client_name', says: 'Name of the client.' },
  is_inactive: { type: 'boolean', field: 'inactive', says: 'Whether it is switched off in Halo.' },
  sla_id: { type: 'integer', field: 'sla_id', says: 'Service level agreement. -1 inherits.' },
  phone_number: { type: 'text', field: 'phonenumber', says: 'Telephone.' },
  timezone: { type: 'text', field: 'timezone', says: 'Time zone; empty where the client’s counts.' },
  country: { type: 'text', field: 'country_code_name', says: 'Country.' },
  region: { type: 'text', field: 'region_code_name', says: 'Region.' },
  main_contact_id: { type: 'integer', field: 'maincontact_id', says: 'Main contact: halo_id in users.' },
  is_invoice_site: { type: 'boolean', field: 'isinvoicesite', says: 'Whether invoices are addressed to it.' },
  notes: { type: 'text', field: 'notes', says: 'Notes.' },
} satisfies PublicEntity['columns'];

export const publicSite: PublicEntity = {
  entity: 'site',
  columns: siteColumns,
  reports: [],
  times: { createdAt: 'datecreated', updatedAt: 'slastupdate' },
};
