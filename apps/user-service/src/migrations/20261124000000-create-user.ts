import { createIngestTables, createPublicViews, createRecordTable } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  name: 'text',
  first_name: 'text',
  surname: 'text',
  title: 'text',
  email: 'text',
  phone_number: 'text',
  mobile_number: 'text',
  site_id: 'integer',
  site_name: 'text',
  client_id: 'integer',
  client_name: 'text',
  is_inactive: 'boolean',
  is_important_contact: 'boolean',
  is_service_account: 'boolean',
  linked_agent_id: 'integer',
  last_login_at: 'timestamptz',
};

export class CreateUser20261124000000 implements MigrationInterface {
  readonly name = 'CreateUser20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    await createRecordTable(runner, 'user', COLUMNS);
    await createIngestTables(runner, 'user');
    await createPublicViews(runner, 'user', Object.keys(COLUMNS));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
