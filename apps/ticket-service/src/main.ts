import { runEntityService } from '@halosync/ingest';
import { ticketProgram } from './ticket.program';

void runEntityService(ticketProgram);
