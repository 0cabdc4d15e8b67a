import type { EntityProgram } from '@halosync/ingest';
import { CreateUser20261124000000 } from './migrations/20261124000000-create-user';
import { publicUser } from './user.columns';
import { user } from './user.definition';

export const userProgram: EntityProgram = {
  definition: user,
  published: publicUser,
  migrations: [CreateUser20261124000000],
  port: 3013,
  grpcPort: 50053,
};
