import { migrateEntityService } from '@halosync/ingest';
import { invoiceProgram } from './invoice.program';

void migrateEntityService(invoiceProgram);
