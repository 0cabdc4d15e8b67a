import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The inbox: every authenticated webhook as it came, until it is published and long after (the delivery log). */
export class CreateInbox1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE gateway.inbox (
        delivery_id uuid PRIMARY KEY,
        connection_id uuid NOT NULL,
        generation int NOT NULL,
        raw bytea NOT NULL,
        size int NOT NULL,
        sha256 bytea NOT NULL,
        headers jsonb NOT NULL,
        -- Halo's own id of the occurrence, where one envelope came alone.
        source_event_id text,
        events text[] NOT NULL,
        -- 'ticket:4242' for each record that it names; known when it is split.
        records text[],
        is_whole boolean NOT NULL,
        status text NOT NULL CHECK (status IN ('accepted', 'quarantined', 'routed')),
        -- Why it is quarantined, or why parts of it went nowhere.
        reason text,
        -- What became of each event in it: [{"event","entity","haloId","topic","partition","offset"}].
        parts jsonb,
        received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- Of a replay: which delivery it says again, and when that came. What it knows is as old as that.
        replay_of uuid,
        first_received_at timestamptz,
        published_at timestamptz,
        next_try_at timestamptz NOT NULL DEFAULT '-infinity',
        attempts int NOT NULL DEFAULT 0
      )`);
    // A connection made again under the same id must hear an event that its former life heard.
    await runner.query(`
      CREATE UNIQUE INDEX inbox_source_event ON gateway.inbox (connection_id, generation, source_event_id)
      WHERE source_event_id IS NOT NULL`);
    await runner.query(`CREATE INDEX inbox_waiting ON gateway.inbox (received_at) WHERE status = 'accepted'`);
    // The delivery log, newest first: ids begin with their time.
    await runner.query(`CREATE INDEX inbox_of_connection ON gateway.inbox (connection_id, delivery_id)`);
    await runner.query(`CREATE INDEX inbox_records ON gateway.inbox USING gin (records)`);
    await runner.query(`CREATE INDEX inbox_replays ON gateway.inbox (replay_of) WHERE replay_of IS NOT NULL`);
    // Each row is written once and updated once; without this the table would wait long for its vacuum.
    await runner.query(`ALTER TABLE gateway.inbox SET (autovacuum_vacuum_scale_factor = 0.05, fillfactor = 85)`);
    await runner.query(`
      DO $$ BEGIN
        IF 'lz4' = ANY (SELECT unnest(enumvals) FROM pg_settings WHERE name = 'default_toast_compression') THEN
          ALTER TABLE gateway.inbox ALTER COLUMN raw SET COMPRESSION lz4;
        END IF;
      END $$`);
    await runner.query(`
      CREATE TABLE gateway.webhook_seen (
        connection_id uuid NOT NULL,
        -- One of the four, or 'none' for events that concern none of them.
        entity text NOT NULL,
        event text NOT NULL,
        last_at timestamptz NOT NULL,
        count bigint NOT NULL,
        -- Which of Halo's notifications raised it last: tells what a webhook's events are, since Halo documents no numbers.
        notification_id bigint,
        PRIMARY KEY (connection_id, entity, event)
      )`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
