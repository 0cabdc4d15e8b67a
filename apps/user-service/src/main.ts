import { runEntityService } from '@halosync/ingest';
import { userProgram } from './user.program';

void runEntityService(userProgram);
