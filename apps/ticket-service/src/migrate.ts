import { migrateEntityService } from '@halosync/ingest';
import { ticketProgram } from './ticket.program';

void migrateEntityService(ticketProgram);
