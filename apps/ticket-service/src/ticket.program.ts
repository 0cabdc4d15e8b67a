import type { EntityProgram } from '@halosync/ingest';
import { CreateTicket20261124000000 } from './migrations/20261124000000-create-ticket';
import { publicTicket } from './ticket.columns';
import { ticket } from './ticket.definition';

export const ticketProgram: EntityProgram = {
  definition: ticket,
  published: publicTicket,
  migrations: [CreateTicket20261124000000],
  port: 3011,
  grpcPort: 50051,
};
