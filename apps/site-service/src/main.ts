import { runEntityService } from '@halosync/ingest';
import { siteProgram } from './site.program';

void runEntityService(siteProgram);
