import { compressDocuments, createIngestTables, createPublicViews } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const PUBLIC_COLUMNS = [
  'summary',
  'details',
  'status_id',
  'status_name',
  'tickettype_id',
  'tickettype_name',
  'priority_id',
  'sla_id',
  'client_id',
  'client_name',
  'site_id',
  'site_name',
  'user_id',
  'user_name',
  'agent_id',
  'team',
  'category_1',
  'category_2',
  'category_3',
  'category_4',
  'date_occurred',
  'date_closed',
  'respond_by',
  'fix_by',
  'response_date',
  'last_action_date',
  'on_hold',
  'is_closed',
  'sla_response_state',
  'parent_id',
  'contract_id',
  'time_taken',
  'cost',
];

export class CreateTicket20261124000000 implements MigrationInterface {
  readonly name = 'CreateTicket20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    // fillfactor: room for the next revision on the same page, so that updates touch no index.
    await runner.query(`
      CREATE TABLE "ticket" (
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
        "summary" text,
        "details" text,
        "status_id" integer,
        "status_name" text,
        "tickettype_id" integer,
        "tickettype_name" text,
        "priority_id" integer,
        "sla_id" integer,
        "client_id" integer,
        "client_name" text,
        "site_id" integer,
        "site_name" text,
        "user_id" integer,
        "user_name" text,
        "agent_id" integer,
        "team" text,
        "category_1" text,
        "category_2" text,
        "category_3" text,
        "category_4" text,
        "date_occurred" timestamptz,
        "date_closed" timestamptz,
        "respond_by" timestamptz,
        "fix_by" timestamptz,
        "response_date" timestamptz,
        "last_action_date" timestamptz,
        "on_hold" boolean,
        "is_closed" boolean,
        "sla_response_state" text,
        "parent_id" integer,
        "contract_id" integer,
        "time_taken" numeric,
        "cost" numeric,
        PRIMARY KEY (connection_id, halo_id)
      ) WITH (fillfactor = 70)`);
    await compressDocuments(runner, '"ticket"', ['raw', 'custom_fields']);
    await createIngestTables(runner, 'ticket');
    await createPublicViews(runner, 'ticket', PUBLIC_COLUMNS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
