import type { PublicEntity } from '@halosync/ingest';
import { ticketReports } from './ticket.reports';

/** The ticket's columns as people query them. `ticket.definition` fills them; here is what they hold and Halo's name for it. */
export const ticketColumns = {
  summary: { type: 'text', field: 'summary', says: 'The subject line.' },
  details: {
    type: 'text',
    field: 'details',
    says: 'The description as plain text. Only reads by id and full webhooks bring it.',
  },
  status_id: {
    type: 'integer',
    field: 'status_id',
    says: 'Status. Ids are set by each tenant; 9 is Closed on stock systems.',
  },
  status_name: { type: 'text', field: 'status_name', says: 'Name of the status.' },
  tickettype_id: { type: 'integer', field: 'tickettype_id', says: 'Ticket type.' },
  tickettype_name: { type: 'text', field: 'tickettype_name', says: 'Name of the ticket type.' },
  priority_id: { type: 'integer', field: 'priority_id', says: 'Priority.' },
  sla_id: { type: 'integer', field: 'sla_id', says: 'Service level agreement. -1 inherits.' },
  client_id: { type: 'integer', field: 'client_id', says: 'Client. 1 is Halo’s own “Unknown”.' },
  client_name: { type: 'text', field: 'client_name', says: 'Name of the client.' },
  site_id: { type: 'integer', field: 'site_id', says: 'Site: halo_id in sites.' },
  site_name: { type: 'text', field: 'site_name', says: 'Name of the site.' },
  user_id: { type: 'integer', field: 'user_id', says: 'Who reported it: halo_id in users.' },
  user_name: { type: 'text', field: 'user_name', says: 'Name of who reported it.' },
  agent_id: { type: 'integer', field: 'agent_id', says: 'The agent it is assigned to. 1 is “Unassigned”.' },
  team: { type: 'text', field: 'team', says: 'Name of the team it is assigned to.' },
  category_1: { type: 'text', field: 'category_1', says: 'First category, with its levels joined by “>”.' },
  category_2: { type: 'text', field: 'category_2', says: 'Second category.' },
  category_3: { type: 'text', field: 'category_3', says: 'Third category.' },
  category_4: { type: 'text', field: 'category_4', says: 'Fourth category.' },
  date_occurred: { type: 'timestamptz', field: 'dateoccurred', says: 'When it was logged, UTC.' },
  date_closed: { type: 'timestamptz', field: 'dateclosed', says: 'When it was closed, UTC. Null while it is open.' },
  respond_by: { type: 'timestamptz', field: 'respondbydate', says: 'When the first response is due, UTC.' },
  fix_by: { type: 'timestamptz', field: 'fixbydate', says: 'When the resolution is due, UTC.' },
  response_date: { type: 'timestamptz', field: 'responsedate', says: 'When the first response was given, UTC.' },
  last_action_date: { type: 'timestamptz', field: 'lastactiondate', says: 'When the last action was added, UTC.' },
  on_hold: { type: 'boolean', field: 'onhold', says: 'Whether its SLA clock stands still.' },
  is_closed: {
    type: 'boolean',
    field: 'dateclosed',
    says: 'Whether it has a close date; where none was carried, hasbeenclosed.',
    sql: "CASE WHEN document ? 'dateclosed' THEN halo.instant(document ->> 'dateclosed') IS NOT NULL ELSE (document ->> 'hasbeenclosed')::boolean END",
  },
  sla_response_state: {
    type: 'text',
    field: 'slaresponsestate',
    says: 'State of the response target as Halo judges it: I (in time), O (overdue).',
  },
  parent_id: { type: 'integer', field: 'parent_id', says: 'The ticket that this one is a child of.' },
  contract_id: { type: 'integer', field: 'contract_id', says: 'Contract that it counts against.' },
  time_taken: { type: 'numeric', field: 'timetaken', says: 'Time spent, hours.' },
  cost: { type: 'numeric', field: 'cost', says: 'Cost so far, in the tenant’s own currency.' },
} satisfies PublicEntity['columns'];

export const publicTicket: PublicEntity = {
  entity: 'ticket',
  columns: ticketColumns,
  reports: ticketReports,
  times: { createdAt: 'datecreated', updatedAt: 'last_update' },
};
