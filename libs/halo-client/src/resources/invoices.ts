import type { HaloResource } from './halo-resource';

/** Invoices have no changed-since filter. */
export const invoices: HaloResource = {
  entity: 'invoice',
  path: '/Invoice',
  listKey: 'invoices',
  listFlags: { includeinvoices: 'true', includecredits: 'true', includepoinvoices: 'true', includelines: 'true' },
  idsOnly: 'idonly',
  changedSince: 'ordered_scan',
  modifiedField: 'last_modified',
};
