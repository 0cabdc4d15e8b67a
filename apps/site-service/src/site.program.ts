import type { EntityProgram } from '@halosync/ingest';
import { CreateSite20261124000000 } from './migrations/20261124000000-create-site';
import { publicSite } from './site.columns';
import { site } from './site.definition';

export const siteProgram: EntityProgram = {
  definition: site,
  published: publicSite,
  migrations: [CreateSite20261124000000],
  port: 3012,
  grpcPort: 50052,
};
