import { migrateEntityService } from '@halosync/ingest';
import { userProgram } from './user.program';

void migrateEntityService(userProgram);
