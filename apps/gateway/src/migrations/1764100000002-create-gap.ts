import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Spans in which webhooks may have been lost, and the heartbeats that tell of the ones nobody could write down. */
export class CreateGap1764100000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE gateway.gap (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        connection_id uuid NOT NULL,
        generation int NOT NULL,
        from_at timestamptz NOT NULL,
        to_at timestamptz NOT NULL CHECK (to_at >= from_at),
        reason text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- When the connector was told.
        reported_at timestamptz
      )`);
    await runner.query(`CREATE INDEX gap_unreported ON gateway.gap (connection_id, from_at) WHERE reported_at IS NULL`);
    await runner.query(`
      CREATE TABLE gateway.gateway_heartbeat (
        name text PRIMARY KEY,
        seen_at timestamptz NOT NULL,
        -- Set by an orderly stop: the moment from which nothing was accepted.
        stopped_at timestamptz
      )`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
