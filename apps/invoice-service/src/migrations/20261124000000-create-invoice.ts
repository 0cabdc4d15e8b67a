import { createIngestTables, createPublicViews, createRecordTable } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  invoice_number: 'text',
  client_id: 'integer',
  client_name: 'text',
  site_id: 'integer',
  user_id: 'integer',
  invoice_date: 'timestamptz',
  due_date: 'timestamptz',
  date_sent: 'timestamptz',
  date_paid: 'timestamptz',
  date_posted: 'timestamptz',
  total: 'numeric',
  tax_total: 'numeric',
  amount_due: 'numeric',
  amount_paid: 'numeric',
  currency: 'text',
  payment_status: 'integer',
  is_posted: 'boolean',
  is_voided: 'boolean',
  reference: 'text',
  ticket_id: 'integer',
  contract_id: 'integer',
  lines: 'jsonb',
};

export class CreateInvoice20261124000000 implements MigrationInterface {
  readonly name = 'CreateInvoice20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    await createRecordTable(runner, 'invoice', COLUMNS);
    await createIngestTables(runner, 'invoice');
    await createPublicViews(runner, 'invoice', Object.keys(COLUMNS));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
