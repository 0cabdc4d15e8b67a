import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Callback URLs and the credentials beside them. Neither a token nor a secret can be computed from these tables. */
export class CreateWebhookEndpoint1764100000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // One row: the key from which tokens and digests are made, wrapped by one of ENCRYPTION_KEYS.
    await runner.query(`
      CREATE TABLE gateway.root_key (
        id int PRIMARY KEY CHECK (id = 1),
        master_key_id text NOT NULL,
        nonce bytea NOT NULL,
        wrapped bytea NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE gateway.webhook_endpoint (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        connection_id uuid NOT NULL,
        generation int NOT NULL,
        salt bytea NOT NULL CHECK (octet_length(salt) = 32),
        token_digest bytea NOT NULL UNIQUE,
        -- Whether Halo's webhook, as last read from Halo, sends whole records.
        payload_whole boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- Set when another one took its place: it works until then.
        expires_at timestamptz,
        revoked_at timestamptz
      )`);
    // The one that is shown; a second is impossible, whoever races.
    await runner.query(`
      CREATE UNIQUE INDEX webhook_endpoint_current ON gateway.webhook_endpoint (connection_id)
      WHERE revoked_at IS NULL AND expires_at IS NULL`);
    await runner.query(`
      CREATE TABLE gateway.webhook_credential (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        connection_id uuid NOT NULL,
        type text NOT NULL CHECK (type IN ('basic', 'header')),
        -- The user name, or the name of the header.
        name text NOT NULL,
        digest bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- Null: the one that is asked for. Infinity: written to Halo, perhaps; it works until another takes its place.
        expires_at timestamptz
      )`);
    // When Halo's webhook was last looked at: whoever changes the time has the turn.
    await runner.query(
      `CREATE TABLE gateway.webhook_watch (connection_id uuid PRIMARY KEY, asked_at timestamptz NOT NULL)`,
    );
    await runner.query(`
      CREATE UNIQUE INDEX webhook_credential_current ON gateway.webhook_credential (connection_id) WHERE expires_at IS NULL`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
