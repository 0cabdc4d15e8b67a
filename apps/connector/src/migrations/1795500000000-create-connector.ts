import { leaseTable } from '@halosync/persistence';
import { budgetTables } from '@halosync/rate-budget';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConnector1795500000000 implements MigrationInterface {
  readonly name = 'CreateConnector1795500000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...connections,
      ...runs,
      ...queues,
      leaseTable('connector'),
      ...budgetTables('connector'),
    ]) {
      await runner.query(statement);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}

const connections = [
  `CREATE TABLE connection (
     id uuid PRIMARY KEY,
     instance text NOT NULL,
     name text NOT NULL,
     auth_url text NOT NULL,
     resource_url text NOT NULL,
     tenant text NOT NULL,
     client_id text NOT NULL,
     status text NOT NULL CHECK (status IN ('active', 'auth_failed', 'paused', 'deleting', 'deleted')),
     status_since timestamptz NOT NULL DEFAULT clock_timestamp(),
     -- While sign-in is refused: when it was last tried again.
     probed_at timestamptz,
     generation int NOT NULL DEFAULT 1,
     version int NOT NULL DEFAULT 1,
     settings jsonb NOT NULL DEFAULT '{}',
     warnings jsonb NOT NULL DEFAULT '[]',
     access jsonb NOT NULL DEFAULT '{}',
     -- How this Halo answers, as the last test of the connection has seen it.
     self_test jsonb,
     -- While it is being deleted: whether its data goes too, and how many rows each service has removed.
     closing jsonb,
     created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     secret_set_at timestamptz NOT NULL DEFAULT clock_timestamp()
   )`,
  `CREATE UNIQUE INDEX connection_one_per_instance ON connection (instance) WHERE status <> 'deleted'`,
  // What /api/authinfo said of an origin and tenant, so that later calls are counted for the instance from the first one on.
  `CREATE TABLE instance_alias (address text PRIMARY KEY, instance text NOT NULL)`,
  `CREATE TABLE data_key (
     connection_id uuid PRIMARY KEY REFERENCES connection,
     key_id uuid NOT NULL,
     master_key_id text NOT NULL,
     nonce bytea NOT NULL,
     wrapped bytea NOT NULL
   )`,
  `CREATE TABLE secret (
     connection_id uuid NOT NULL REFERENCES connection,
     name text NOT NULL,
     key_id uuid NOT NULL,
     nonce bytea NOT NULL,
     ciphertext bytea NOT NULL,
     set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (connection_id, name)
   )`,
  `CREATE TABLE token (
     connection_id uuid PRIMARY KEY REFERENCES connection,
     epoch int NOT NULL DEFAULT 0,
     issued_at timestamptz,
     expires_at timestamptz,
     -- Failed attempts of the last minutes: they are limited over all replicas.
     failures timestamptz[] NOT NULL DEFAULT '{}'
   )`,
  // The webhook in Halo as it was last read. Its URL is among the secrets.
  `CREATE TABLE webhook (
     connection_id uuid PRIMARY KEY REFERENCES connection,
     -- Its GUID, once it was found: it is found again by that, whatever becomes of its name and URL.
     halo_id uuid,
     checked_at timestamptz,
     access text NOT NULL DEFAULT 'unknown' CHECK (access IN ('unknown', 'allowed', 'forbidden')),
     -- Null where Halo has none of ours.
     found jsonb,
     -- What was wrong with it, without values.
     faults jsonb NOT NULL DEFAULT '[]',
     -- When it was last seen in working order: what came between that and a repair was lost.
     sound_at timestamptz,
     event_numbers jsonb NOT NULL DEFAULT '{}'
   )`,
  // The outcome of the last full read of each entity.
  `CREATE TABLE entity_state (
     connection_id uuid NOT NULL REFERENCES connection,
     entity text NOT NULL,
     state text NOT NULL,
     detail text NOT NULL DEFAULT '',
     in_halo bigint,
     last_complete_at timestamptz,
     -- More had vanished from Halo's list than can be right: the last full read deleted nothing and waits for a person.
     is_braked boolean NOT NULL DEFAULT false,
     -- Changes made in Halo before this moment are in: a delta starts here.
     covered_until timestamptz,
     PRIMARY KEY (connection_id, entity)
   )`,
];

const runs = [
  `CREATE TABLE run (
     id uuid PRIMARY KEY,
     connection_id uuid NOT NULL REFERENCES connection,
     generation int NOT NULL,
     mode text NOT NULL CHECK (mode IN ('backfill', 'delta', 'reconcile')),
     reason text NOT NULL,
     asked_by text,
     -- A delta for touches that wait, of what changed in their time: it moves no window.
     is_sweep boolean NOT NULL DEFAULT false,
     -- Null while it is under way.
     outcome text,
     gap_from timestamptz,
     -- A reconcile that compares the ids and reads no pages.
     ids_only boolean NOT NULL DEFAULT false,
     -- A person has seen how much is to be deleted, and wants it so.
     is_forced boolean NOT NULL DEFAULT false,
     calls int NOT NULL DEFAULT 0,
     started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     ended_at timestamptz
   )`,
  `CREATE UNIQUE INDEX run_one_per_mode ON run (connection_id, mode) WHERE ended_at IS NULL`,
  `CREATE INDEX run_by_connection ON run (connection_id, id DESC)`,
  `CREATE INDEX run_by_mode ON run (connection_id, mode, id DESC)`,
  `CREATE TABLE run_entity (
     run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
     entity text NOT NULL,
     state text NOT NULL,
     detail text NOT NULL DEFAULT '',
     phase text NOT NULL,
     pass int NOT NULL DEFAULT 1,
     repages int NOT NULL DEFAULT 0,
     next_page int NOT NULL DEFAULT 1,
     max_id bigint NOT NULL DEFAULT 0,
     seen bigint NOT NULL DEFAULT 0,
     published bigint NOT NULL DEFAULT 0,
     unusable int NOT NULL DEFAULT 0,
     -- Something on the way that rules completeness out.
     fault text,
     in_halo bigint,
     -- Live rows as they were compared with Halo's ids in the end.
     held bigint,
     -- Records that the run found missing, altered, or changed without a webhook.
     repaired bigint NOT NULL DEFAULT 0,
     window_from timestamptz,
     reading text NOT NULL DEFAULT 'all',
     tally jsonb NOT NULL DEFAULT '{}',
     began_at timestamptz,
     -- When its position last moved, by whoever held it.
     moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     ended_at timestamptz,
     PRIMARY KEY (run_id, entity)
   )`,
  // The calls whose copies count: one cut off by a crash is not among them, its page is read again.
  `CREATE TABLE run_call (
     run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
     entity text NOT NULL,
     call_id uuid NOT NULL,
     published int NOT NULL,
     pass int,
     ids bigint[],
     PRIMARY KEY (run_id, entity, call_id)
   )`,
  // Records that a run has read by id since the two id sets differed in them, and what Halo said.
  `CREATE TABLE run_check (
     run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
     entity text NOT NULL,
     halo_id bigint NOT NULL,
     is_in_halo boolean,
     PRIMARY KEY (run_id, entity, halo_id)
   )`,
];

const queues = [
  `CREATE TABLE call_ledger (
     id uuid PRIMARY KEY,
     connection_id uuid,
     instance text NOT NULL,
     kind text NOT NULL,
     lane text NOT NULL,
     reason text NOT NULL,
     entity text,
     halo_id bigint,
     run_id uuid,
     -- Halo's delivery that caused it, or the person or API key.
     delivery_id uuid,
     asked_by text,
     started_at timestamptz NOT NULL,
     -- Null: the process died before the answer.
     status int,
     ms int,
     rows int,
     outcome text
   )`,
  `CREATE INDEX call_ledger_by_connection ON call_ledger (connection_id, id DESC)`,
  // What was read in the last seconds, and what is old enough to go.
  `CREATE INDEX call_ledger_by_time ON call_ledger (started_at)`,
  `CREATE INDEX call_ledger_open ON call_ledger (started_at) WHERE outcome IS NULL`,
  `CREATE TABLE refetch (
     connection_id uuid NOT NULL REFERENCES connection,
     entity text NOT NULL,
     halo_id bigint NOT NULL,
     generation int NOT NULL,
     -- Rises with every touch: an answer settles only what was asked before it was sent.
     gen int NOT NULL DEFAULT 1,
     reason text NOT NULL,
     priority int NOT NULL,
     not_before timestamptz NOT NULL DEFAULT clock_timestamp(),
     run_ids uuid[] NOT NULL DEFAULT '{}',
     attempts int NOT NULL DEFAULT 0,
     last_error text,
     claimed_by text,
     claimed_until timestamptz,
     enqueued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     touched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     -- List pages are on their way that may say what it waits for.
     is_parked boolean NOT NULL DEFAULT false,
     -- List pages did not say it: only a read by id can.
     is_swept boolean NOT NULL DEFAULT false,
     -- The newest delivery, and the person or API key, that asked for it.
     delivery_id uuid,
     asked_by text,
     PRIMARY KEY (connection_id, entity, halo_id)
   )`,
  `CREATE INDEX refetch_by_turn ON refetch (priority, enqueued_at) WHERE NOT is_parked`,
  `CREATE INDEX refetch_of_runs ON refetch USING gin (run_ids)`,
  // So many hints of an entity wait that list pages answer them: gathered first, then a delta run.
  `CREATE TABLE sweep (
     connection_id uuid NOT NULL REFERENCES connection,
     entity text NOT NULL,
     since timestamptz NOT NULL DEFAULT clock_timestamp(),
     run_id uuid REFERENCES run ON DELETE SET NULL,
     PRIMARY KEY (connection_id, entity)
   )`,
  `CREATE TABLE gap (
     id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
     connection_id uuid NOT NULL REFERENCES connection,
     from_at timestamptz NOT NULL,
     to_at timestamptz NOT NULL,
     reason text NOT NULL,
     run_id uuid REFERENCES run ON DELETE SET NULL,
     attempts int NOT NULL DEFAULT 0,
     not_before timestamptz NOT NULL DEFAULT clock_timestamp(),
     reported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     closed_at timestamptz,
     -- The ids were compared after it: a lost deletion shows in no delta.
     compared_at timestamptz
   )`,
  `CREATE INDEX gap_open ON gap (connection_id) WHERE compared_at IS NULL`,
];
