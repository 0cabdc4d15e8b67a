import { createIngestTables, createPublicViews, createRecordTable } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { siteColumns, publicSite } from '../site.columns';

export class CreateSite20261124000000 implements MigrationInterface {
  readonly name = 'CreateSite20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    await createRecordTable(runner, 'site', siteColumns);
    await createIngestTables(runner, 'site');
    await createPublicViews(runner, publicSite);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
