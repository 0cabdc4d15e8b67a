import type { EntityName, entityProto } from '@halosync/contracts';
import type { DataSource } from 'typeorm';

// A delivery may be older than the look that found its change: an hour of waiting is more than any queue of ours has.
const EARLIER_MS = 3_600_000;

/**
 * Which of the changes that a run found were named by a webhook all the same: one that came late, or whose read was
 * still waiting for its turn. The inbox knows every delivery; a deletion is told by an event that says so, anything else
 * by any other event of the record.
 * @returns for each of them, in their order, whether it was heard.
 */
export async function heard(
  dataSource: DataSource,
  connectionId: string,
  entity: EntityName,
  since: Date,
  found: readonly entityProto.FoundChange[],
): Promise<boolean[]> {
  if (found.length === 0) return [];
  const asked = found.map(({ haloId, event, from, to }, place) => ({
    place,
    halo_id: haloId,
    deletes: event === 'deleted',
    from_at: from === '' ? '-infinity' : from,
    to_at: to === '' ? 'infinity' : to,
  }));
  const rows = await dataSource.query<{ place: number }[]>(
    `WITH asked AS (
       SELECT * FROM jsonb_to_recordset($3::jsonb) AS a (place int, halo_id bigint, deletes boolean, from_at timestamptz, to_at timestamptz)
     ), told AS MATERIALIZED (
       SELECT (p ->> 'haloId')::bigint AS halo_id, p ->> 'event' ~* 'delet' AS deletes, i.received_at
       FROM gateway.inbox i, jsonb_array_elements(i.parts) AS p
       WHERE i.connection_id = $1 AND i.status = 'routed' AND p ->> 'entity' = $2 AND p ->> 'haloId' IS NOT NULL
         AND i.delivery_id >= (lpad(to_hex($4::bigint), 12, '0') || repeat('0', 20))::uuid
     )
     SELECT DISTINCT a.place FROM asked a JOIN told t ON t.halo_id = a.halo_id AND t.deletes = a.deletes
     WHERE t.received_at >= a.from_at AND t.received_at < a.to_at`,
    [connectionId, entity, JSON.stringify(asked), since.getTime() - EARLIER_MS],
  );
  const places = new Set(rows.map(({ place }) => place));
  return found.map((_, place) => places.has(place));
}
