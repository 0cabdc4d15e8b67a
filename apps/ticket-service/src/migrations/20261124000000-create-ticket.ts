import { createIngestTables, createPublicViews, createRecordTable } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  summary: 'text',
  details: 'text',
  status_id: 'integer',
  status_name: 'text',
  tickettype_id: 'integer',
  tickettype_name: 'text',
  priority_id: 'integer',
  sla_id: 'integer',
  client_id: 'integer',
  client_name: 'text',
  site_id: 'integer',
  site_name: 'text',
  user_id: 'integer',
  user_name: 'text',
  agent_id: 'integer',
  team: 'text',
  category_1: 'text',
  category_2: 'text',
  category_3: 'text',
  category_4: 'text',
  date_occurred: 'timestamptz',
  date_closed: 'timestamptz',
  respond_by: 'timestamptz',
  fix_by: 'timestamptz',
  response_date: 'timestamptz',
  last_action_date: 'timestamptz',
  on_hold: 'boolean',
  is_closed: 'boolean',
  sla_response_state: 'text',
  parent_id: 'integer',
  contract_id: 'integer',
  time_taken: 'numeric',
  cost: 'numeric',
};

export class CreateTicket20261124000000 implements MigrationInterface {
  readonly name = 'CreateTicket20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    await createRecordTable(runner, 'ticket', COLUMNS);
    await createIngestTables(runner, 'ticket');
    await createPublicViews(runner, 'ticket', Object.keys(COLUMNS));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
