import { customFieldValues, haloTicket } from '@halosync/contracts';
import { defineEntity } from '@halosync/ingest';
import type { z } from 'zod';
import { Ticket } from './ticket.entity';

/** The ticket: Halo's names end here. */
export const ticket = defineEntity({
  name: 'ticket',
  row: Ticket,
  schema: haloTicket,
  sourceTime: (ticket) => ticket.last_update ?? null,
  columns: (ticket) => ({
    summary: ticket.summary ?? null,
    details: ticket.details ?? null,
    statusId: ticket.status_id ?? null,
    statusName: ticket.status_name ?? null,
    tickettypeId: ticket.tickettype_id ?? null,
    tickettypeName: ticket.tickettype_name ?? null,
    priorityId: ticket.priority_id ?? null,
    slaId: ticket.sla_id ?? null,
    clientId: ticket.client_id ?? null,
    clientName: ticket.client_name ?? null,
    siteId: ticket.site_id ?? null,
    siteName: ticket.site_name ?? null,
    userId: ticket.user_id ?? null,
    userName: ticket.user_name ?? null,
    agentId: ticket.agent_id ?? null,
    team: ticket.team ?? null,
    category1: ticket.category_1 ?? null,
    category2: ticket.category_2 ?? null,
    category3: ticket.category_3 ?? null,
    category4: ticket.category_4 ?? null,
    dateOccurred: ticket.dateoccurred ?? null,
    dateClosed: ticket.dateclosed ?? null,
    respondBy: ticket.respondbydate ?? null,
    fixBy: ticket.fixbydate ?? null,
    responseDate: ticket.responsedate ?? null,
    lastActionDate: ticket.lastactiondate ?? null,
    onHold: ticket.onhold ?? null,
    isClosed: isClosed(ticket),
    slaResponseState: ticket.slaresponsestate ?? null,
    parentId: ticket.parent_id ?? null,
    contractId: ticket.contract_id ?? null,
    timeTaken: ticket.timetaken ?? null,
    cost: ticket.cost ?? null,
    customFields: customFieldValues(ticket.customfields),
    haloCreatedAt: ticket.datecreated ?? null,
    haloUpdatedAt: ticket.last_update ?? null,
  }),
});

/** A close date is real or a sentinel (null here); status ids are no guide, since each tenant sets its own. */
function isClosed({ dateclosed, hasbeenclosed }: z.output<typeof haloTicket>): boolean | null {
  if (dateclosed !== undefined) return dateclosed !== null;
  return hasbeenclosed ?? null;
}
