import { createIngestTables, createPublicViews, createRecordTable } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  name: 'text',
  client_id: 'integer',
  client_name: 'text',
  is_inactive: 'boolean',
  sla_id: 'integer',
  phone_number: 'text',
  timezone: 'text',
  country: 'text',
  region: 'text',
  main_contact_id: 'integer',
  is_invoice_site: 'boolean',
  notes: 'text',
};

export class CreateSite20261124000000 implements MigrationInterface {
  readonly name = 'CreateSite20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    await createRecordTable(runner, 'site', COLUMNS);
    await createIngestTables(runner, 'site');
    await createPublicViews(runner, 'site', Object.keys(COLUMNS));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
