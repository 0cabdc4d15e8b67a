import { createIngestTables, createPublicViews, createRecordTable } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { userColumns, publicUser } from '../user.columns';

export class CreateUser20261124000000 implements MigrationInterface {
  readonly name = 'CreateUser20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    await createRecordTable(runner, 'user', userColumns);
    await createIngestTables(runner, 'user');
    await createPublicViews(runner, publicUser);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
