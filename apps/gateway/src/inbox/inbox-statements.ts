/**
 * Any number of rows by one prepared statement: their facts as one JSON text, their bodies as one run of bytes, which
 * saves Postgres from parsing hex and us from writing it.
 */
export const INSERT_DELIVERIES = {
  name: 'inbox-insert',
  text: `
    INSERT INTO gateway.inbox (delivery_id, connection_id, generation, raw, size, sha256, headers, source_event_id, events, is_whole, status, reason)
    SELECT r.id, r.connection, r.generation, b.raw, r.size, sha256(b.raw), r.headers, r.source, r.events, r.whole, r.status, r.reason
    FROM jsonb_to_recordset($1::jsonb) AS r(
      id uuid, connection uuid, generation int, start int, size int, headers jsonb, source text, events text[], whole boolean, status text, reason text)
    CROSS JOIN LATERAL (SELECT substring($2::bytea FROM r.start + 1 FOR r.size) AS raw) b
    ON CONFLICT DO NOTHING
    RETURNING delivery_id`,
} as const;

export const FIND_BY_SOURCE_EVENT = {
  name: 'inbox-find-by-source-event',
  text: `
    SELECT r.id, i.delivery_id
    FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, connection uuid, generation int, source text)
    JOIN gateway.inbox i ON i.connection_id = r.connection AND i.generation = r.generation AND i.source_event_id = r.source`,
} as const;
