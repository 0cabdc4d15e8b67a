import { describeEntityContract } from '@halosync/ingest/testing';
import { ticketProgram } from './ticket.program';

describeEntityContract(ticketProgram, {
  record: (id, modified) => ({
    id,
    summary: 'VPN drops every hour',
    status_id: 2,
    client_id: 12,
    last_update: modified,
  }),
  change: { summary: 'VPN drops – “wieder”, 再び', status_id: 9 },
  modifiedField: 'last_update',
});
