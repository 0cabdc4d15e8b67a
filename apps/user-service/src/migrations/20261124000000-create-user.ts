import { compressDocuments, createIngestTables, createPublicViews } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const PUBLIC_COLUMNS = [
  'name',
  'first_name',
  'surname',
  'title',
  'email',
  'phone_number',
  'mobile_number',
  'site_id',
  'site_name',
  'client_id',
  'client_name',
  'is_inactive',
  'is_important_contact',
  'is_service_account',
  'linked_agent_id',
  'last_login_at',
];

export class CreateUser20261124000000 implements MigrationInterface {
  readonly name = 'CreateUser20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    // fillfactor: room for the next revision on the same page, so that updates touch no index.
    await runner.query(`
      CREATE TABLE "user" (
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
        "first_name" text,
        "surname" text,
        "title" text,
        "email" text,
        "phone_number" text,
        "mobile_number" text,
        "site_id" integer,
        "site_name" text,
        "client_id" integer,
        "client_name" text,
        "is_inactive" boolean,
        "is_important_contact" boolean,
        "is_service_account" boolean,
        "linked_agent_id" integer,
        "last_login_at" timestamptz,
        PRIMARY KEY (connection_id, halo_id)
      ) WITH (fillfactor = 70)`);
    await compressDocuments(runner, '"user"', ['raw', 'custom_fields']);
    await createIngestTables(runner, 'user');
    await createPublicViews(runner, 'user', PUBLIC_COLUMNS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
