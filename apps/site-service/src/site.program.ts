import type { EntityProgram } from '@halosync/ingest';
import { CreateSite20261124000000 } from './migrations/20261124000000-create-site';
import { site } from './site.definition';

export const siteProgram: EntityProgram = {
  definition: site,
  migrations: [CreateSite20261124000000],
  port: 3012,
  grpcPort: 50052,
};
