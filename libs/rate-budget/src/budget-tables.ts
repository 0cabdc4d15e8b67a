/**
 * The tables that the connector's migration creates in its schema, one statement each.
 *
 * `budget` and `rate_slot` are logged: what was sent to Halo must outlive a crash. Their rows are rewritten at each grant, so
 * they leave room for HOT updates and have no index beside the key: an index on `free_at` would cost more than reading the
 * few hundred slots of one instance. `budget_waiter` says who waits in these two seconds and may be lost.
 */
export function budgetTables(schema: string): string[] {
  return [
    `CREATE TABLE ${schema}.budget (
       instance text PRIMARY KEY,
       configured_limit int NOT NULL CHECK (configured_limit > 0),
       window_ms int NOT NULL CHECK (window_ms > 0),
       share_percent float8 NOT NULL DEFAULT 100 CHECK (share_percent > 0 AND share_percent <= 100),
       learned_limit int,
       learned_at timestamptz,
       learned_how text CHECK (learned_how IN ('told', 'lowered')),
       throttled_at timestamptz,
       blocked_until timestamptz NOT NULL DEFAULT to_timestamp(0),
       tat timestamptz NOT NULL DEFAULT to_timestamp(0),
       grants_since_floor int NOT NULL DEFAULT 0,
       known_steps_ms float8 NOT NULL DEFAULT 0
     ) WITH (fillfactor = 50)`,
    `CREATE TABLE ${schema}.rate_slot (
       instance text NOT NULL,
       slot int NOT NULL,
       free_at timestamptz NOT NULL,
       epoch bigint NOT NULL DEFAULT 0,
       lane text,
       PRIMARY KEY (instance, slot)
     ) WITH (fillfactor = 50)`,
    `CREATE UNLOGGED TABLE ${schema}.budget_waiter (
       instance text NOT NULL,
       lane text NOT NULL,
       holder text NOT NULL,
       waiting int NOT NULL,
       seen_at timestamptz NOT NULL,
       PRIMARY KEY (instance, lane, holder)
     ) WITH (fillfactor = 50)`,
  ];
}
