import { compressDocuments, createIngestTables, createPublicViews } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const PUBLIC_COLUMNS = [
  'name',
  'client_id',
  'client_name',
  'is_inactive',
  'sla_id',
  'phone_number',
  'timezone',
  'country',
  'region',
  'main_contact_id',
  'is_invoice_site',
  'notes',
];

export class CreateSite20261124000000 implements MigrationInterface {
  readonly name = 'CreateSite20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    // fillfactor: room for the next revision on the same page, so that updates touch no index.
    await runner.query(`
      CREATE TABLE "site" (
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
        "name" text,
        "client_id" integer,
        "client_name" text,
        "is_inactive" boolean,
        "sla_id" integer,
        "phone_number" text,
        "timezone" text,
        "country" text,
        "region" text,
        "main_contact_id" integer,
        "is_invoice_site" boolean,
        "notes" text,
        PRIMARY KEY (connection_id, halo_id)
      ) WITH (fillfactor = 70)`);
    await compressDocuments(runner, '"site"', ['raw', 'custom_fields']);
    await createIngestTables(runner, 'site');
    await createPublicViews(runner, 'site', PUBLIC_COLUMNS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
