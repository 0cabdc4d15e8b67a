import { compressDocuments, createIngestTables, createPublicViews } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const PUBLIC_COLUMNS = [
  'invoice_number',
  'client_id',
  'client_name',
  'site_id',
  'user_id',
  'invoice_date',
  'due_date',
  'date_sent',
  'date_paid',
  'date_posted',
  'total',
  'tax_total',
  'amount_due',
  'amount_paid',
  'currency',
  'payment_status',
  'is_posted',
  'is_voided',
  'reference',
  'ticket_id',
  'contract_id',
  'lines',
];

export class CreateInvoice20261124000000 implements MigrationInterface {
  readonly name = 'CreateInvoice20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    // fillfactor: room for the next revision on the same page, so that updates touch no index.
    await runner.query(`
      CREATE TABLE "invoice" (
        connection_id uuid NOT NULL,
        halo_id bigint NOT NULL,
        raw jsonb NOT NULL,
        src_ts timestamptz,
        known_at timestamptz NOT NULL,
        is_whole boolean NOT NULL,
        revision integer NOT NULL,
        prev_revision integer NOT NULL,
        deleted_at timestamptz,
        learned_by text NOT NULL,
        custom_fields jsonb,
        halo_created_at timestamptz,
        halo_updated_at timestamptz,
        "invoice_number" text,
        "client_id" integer,
        "client_name" text,
        "site_id" integer,
        "user_id" integer,
        "invoice_date" timestamptz,
        "due_date" timestamptz,
        "date_sent" timestamptz,
        "date_paid" timestamptz,
        "date_posted" timestamptz,
        "total" numeric,
        "tax_total" numeric,
        "amount_due" numeric,
        "amount_paid" numeric,
        "currency" text,
        "payment_status" integer,
        "is_posted" boolean,
        "is_voided" boolean,
        "reference" text,
        "ticket_id" integer,
        "contract_id" integer,
        "lines" jsonb,
        PRIMARY KEY (connection_id, halo_id)
      ) WITH (fillfactor = 70)`);
    await compressDocuments(runner, '"invoice"', ['raw', 'custom_fields']);
    await createIngestTables(runner, 'invoice');
    await createPublicViews(runner, 'invoice', PUBLIC_COLUMNS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
