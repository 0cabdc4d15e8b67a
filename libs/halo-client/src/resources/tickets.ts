import type { HaloResource } from './halo-resource';

export const tickets: HaloResource = {
  entity: 'ticket',
  path: '/Tickets',
  listKey: 'tickets',
  listFlags: { includeclosed: 'true', includestatus: 'true', includetickettype: 'true' },
  idsOnly: 'ticketidonly',
  changedSince: 'filter',
  modifiedField: 'last_update',
};
