import type { EntityName } from '@halosync/contracts';
import type { QueryRunner } from 'typeorm';
import type { PublicColumns } from './public-column';

/**
 * An entity's mirrored table, as its first migration makes it: the bookkeeping of `RecordRow` and the entity's own columns.
 * A later change is a migration of its own, never an edit here.
 */
export async function createRecordTable(runner: QueryRunner, entity: EntityName, own: PublicColumns): Promise<void> {
  const columns = Object.entries(own).map(([name, { type }]) => `"${name}" ${type}`);
  // fillfactor: room for the next revision on the same page, so that updates touch no index.
  await runner.query(`
    CREATE TABLE "${entity}" (
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
      ${columns.join(',\n      ')},
      PRIMARY KEY (connection_id, halo_id)
    ) WITH (fillfactor = 70)`);
  await compressDocuments(runner, `"${entity}"`, ['raw', 'custom_fields']);
}

/**
 * The tables that every entity service has beside its own, as their first migration makes them. A later change is a
 * migration of its own, never an edit here.
 */
export async function createIngestTables(runner: QueryRunner, entity: EntityName): Promise<void> {
  const version = `"${entity}_version"`;
  await runner.query(`
    CREATE TABLE ${version} (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      connection_id uuid NOT NULL,
      halo_id bigint NOT NULL,
      revision integer NOT NULL,
      operation text NOT NULL CHECK (operation IN ('created', 'updated', 'enriched', 'deleted', 'restored', 'repaired')),
      changed text[] NOT NULL,
      before jsonb NOT NULL,
      document jsonb NOT NULL,
      valid_from timestamptz NOT NULL,
      known_at timestamptz NOT NULL,
      recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      learned_by text NOT NULL,
      delivery_id uuid NOT NULL,
      part integer NOT NULL,
      run_id uuid,
      call_id uuid,
      traceparent text,
      kafka_partition integer,
      kafka_offset bigint,
      position bigint,
      UNIQUE (connection_id, halo_id, revision)
    ) WITH (fillfactor = 90)`);
  await runner.query(`CREATE INDEX "${entity}_version_unstamped" ON ${version} (id) WHERE position IS NULL`);
  await runner.query(
    `CREATE UNIQUE INDEX "${entity}_version_position" ON ${version} (position) WHERE position IS NOT NULL`,
  );
  // What runs found, and what was learned lately; a first read fills neither.
  await runner.query(
    `CREATE INDEX "${entity}_version_found" ON ${version} (run_id, id) WHERE learned_by IN ('delta', 'reconcile')`,
  );
  await runner.query(
    `CREATE INDEX "${entity}_version_lately" ON ${version} (connection_id, recorded_at) WHERE learned_by <> 'backfill'`,
  );
  // What a call to Halo has changed; webhooks have none. A page's rows are neighbours, so this stays small.
  await runner.query(`CREATE INDEX "${entity}_version_of_call" ON ${version} (call_id) WHERE call_id IS NOT NULL`);
  // Rows are appended in the order of this time, so a few pages of index find "since then".
  await runner.query(
    `CREATE INDEX "${entity}_version_recorded" ON ${version} USING brin (recorded_at) WITH (pages_per_range = 32, autosummarize = on)`,
  );
  // pruned: the highest position whose version is no longer kept. Who removes versions raises it in the same transaction.
  await runner.query(
    'CREATE TABLE outbox_position (last bigint NOT NULL, published bigint NOT NULL, pruned bigint NOT NULL DEFAULT 0, one boolean PRIMARY KEY DEFAULT true CHECK (one))',
  );
  await runner.query('INSERT INTO outbox_position (last, published) VALUES (0, 0)');
  await createProcessed(runner);
  await runner.query(`
    CREATE TABLE tally (
      run_id uuid NOT NULL, call_id uuid NOT NULL,
      apply bigint NOT NULL, noop bigint NOT NULL, tombstone bigint NOT NULL, stale bigint NOT NULL,
      recheck bigint NOT NULL, dead bigint NOT NULL, dropped bigint NOT NULL,
      PRIMARY KEY (run_id, call_id)
    ) WITH (fillfactor = 70)`);
  await runner.query(
    'CREATE TABLE connection_generation (connection_id uuid PRIMARY KEY, generation integer NOT NULL)',
  );
  await runner.query(`
    CREATE TABLE touch (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      connection_id uuid NOT NULL, halo_id bigint NOT NULL, generation integer NOT NULL, reason text NOT NULL,
      run_id uuid, delivery_id uuid, traceparent text, created_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`);
  await runner.query(`
    CREATE TABLE dead_letter (
      id uuid PRIMARY KEY,
      connection_id uuid, halo_id bigint,
      failure text NOT NULL, code text NOT NULL, reason text NOT NULL,
      topic text NOT NULL, partition integer NOT NULL, kafka_offset bigint NOT NULL,
      key text, headers jsonb NOT NULL, value bytea,
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      published_at timestamptz, replayed_at timestamptz
    )`);
  await runner.query('CREATE INDEX dead_letter_waiting ON dead_letter (connection_id, id) WHERE replayed_at IS NULL');
  await runner.query('CREATE INDEX dead_letter_record ON dead_letter (connection_id, halo_id)');
  await runner.query('CREATE INDEX dead_letter_unpublished ON dead_letter (id) WHERE published_at IS NULL');
  await compressDocuments(runner, version, ['before', 'document']);
}

/**
 * Delivery ids by their own time: a week is a range of UUIDv7, so the key stays unique over all partitions, and old
 * weeks go by dropping a table. The function makes the weeks around now and drops those beyond 30 days; it belongs to
 * the migration's role, so that the program itself needs no right to create tables.
 */
async function createProcessed(runner: QueryRunner): Promise<void> {
  await runner.query(
    'CREATE TABLE processed (delivery_id uuid NOT NULL, part integer NOT NULL, PRIMARY KEY (delivery_id, part)) PARTITION BY RANGE (delivery_id)',
  );
  await runner.query('CREATE TABLE processed_rest PARTITION OF processed DEFAULT');
  await runner.query(`
    CREATE FUNCTION uuidv7_floor(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
      SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
    $$`);
  await runner.query(`
    CREATE FUNCTION maintain_processed() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    DECLARE week timestamptz; name text; low uuid; high uuid;
    BEGIN
      PERFORM pg_advisory_xact_lock(2, 'processed'::regclass::oid::int);
      FOR week IN SELECT generate_series(date_trunc('week', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - interval '5 weeks',
                                         date_trunc('week', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + interval '3 weeks', interval '1 week') LOOP
        name := 'processed_' || to_char(week AT TIME ZONE 'UTC', 'YYYYMMDD');
        CONTINUE WHEN to_regclass(name) IS NOT NULL;
        low := uuidv7_floor(week);
        high := uuidv7_floor(week + interval '1 week');
        -- Rows of this week may lie in the rest, where nobody ran this for long: they move along.
        EXECUTE format('CREATE TABLE %I (LIKE processed INCLUDING ALL)', name);
        EXECUTE format('WITH moved AS (DELETE FROM processed_rest WHERE delivery_id >= %L AND delivery_id < %L RETURNING *) INSERT INTO %I SELECT * FROM moved', low, high, name);
        EXECUTE format('ALTER TABLE processed ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, low, high);
      END LOOP;
      FOR name IN SELECT relid::regclass::text FROM pg_partition_tree('processed') WHERE isleaf LOOP
        IF substring(name FROM 'processed_([0-9]{8})$') < to_char(now() AT TIME ZONE 'UTC' - interval '6 weeks', 'YYYYMMDD') THEN
          EXECUTE format('DROP TABLE %s', name);
        END IF;
      END LOOP;
    END $$`);
  await runner.query('SELECT maintain_processed()');
}

/** lz4 where this server was built with it (measured 1.3 to 1.6 times as fast as pglz); the embedded build has none. */
async function compressDocuments(runner: QueryRunner, table: string, columns: readonly string[]): Promise<void> {
  const [row] = (await runner.query(
    "SELECT 'lz4' = ANY (enumvals) AS has_lz4 FROM pg_settings WHERE name = 'default_toast_compression'",
  )) as { has_lz4: boolean }[]; // the columns named in the statement
  if (row?.has_lz4 !== true) return;
  for (const column of columns) await runner.query(`ALTER TABLE ${table} ALTER COLUMN ${column} SET COMPRESSION lz4`);
}
