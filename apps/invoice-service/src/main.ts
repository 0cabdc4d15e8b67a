import { runEntityService } from '@halosync/ingest';
import { invoiceProgram } from './invoice.program';

void runEntityService(invoiceProgram);
