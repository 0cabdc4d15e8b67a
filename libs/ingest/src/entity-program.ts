import type { MigrationInterface } from 'typeorm';
import type { EntityName } from '@halosync/contracts';
import { databaseVariables, grpcVariables, kafkaVariables, programVariables } from '@halosync/config';
import type { AnyEntityDefinition } from './entity-definition';
import type { PublicEntity } from './public-views';

/** One entity service: a definition, its public columns, its migrations, its usual ports. */
export interface EntityProgram {
  readonly definition: AnyEntityDefinition;
  /** What people query, column by column. */
  readonly published: PublicEntity;
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly port: number;
  readonly grpcPort: number;
}

export const programName = (entity: EntityName): string => `${entity}-service`;
export const schemaName = (entity: EntityName): string => `${entity}_service`;

/** The environment of an entity service. */
export const entityVariables = ({ port, grpcPort }: Pick<EntityProgram, 'port' | 'grpcPort'>) => ({
  ...programVariables({ port }),
  ...databaseVariables,
  ...kafkaVariables,
  ...grpcVariables({ port: grpcPort }),
});
