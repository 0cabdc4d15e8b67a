import type { EntityName } from '@halosync/contracts';
import type { HaloResource } from './halo-resource';
import { invoices } from './invoices';
import { sites } from './sites';
import { tickets } from './tickets';
import { users } from './users';

export const resources: Readonly<Record<EntityName, HaloResource>> = {
  ticket: tickets,
  site: sites,
  user: users,
  invoice: invoices,
};
