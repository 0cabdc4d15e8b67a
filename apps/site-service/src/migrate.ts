import { migrateEntityService } from '@halosync/ingest';
import { siteProgram } from './site.program';

void migrateEntityService(siteProgram);
