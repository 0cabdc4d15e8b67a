import type { EntityName, TouchReason } from '@halosync/contracts';
import type { DataSource, EntityManager } from 'typeorm';

/** `person`: somebody waits for it, so it goes ahead of all others. */
export type RefetchReason = TouchReason | 'person';

export interface RefetchOrder {
  readonly connectionId: string;
  readonly entity: EntityName;
  readonly haloId: number;
  readonly generation: number;
  readonly reason: RefetchReason;
  /** The run that waits for the answer. */
  readonly runId: string | null;
}

const PRIORITY: Record<RefetchReason, number> = { person: 0, doubt: 1, hint: 1, details: 5 };

type Querying = Pick<EntityManager, 'query'> | Pick<DataSource, 'query'>;

/**
 * Puts records into the queue. One that waits already is not read twice: its `gen` rises, so that an answer under way
 * does not settle it. Orders of another generation are dropped, and details where the connection does not ask for them.
 */
export async function enqueue(source: Querying, orders: readonly RefetchOrder[]): Promise<void> {
  if (orders.length === 0) return;
  await source.query(
    `INSERT INTO refetch AS r (connection_id, entity, halo_id, generation, reason, priority, run_ids)
     SELECT o.connection_id, o.entity, o.halo_id, o.generation, o.reason, o.priority, o.run_ids
     FROM jsonb_to_recordset($1::jsonb) AS o (connection_id uuid, entity text, halo_id bigint, generation int, reason text, priority int, run_ids uuid[])
     JOIN connection c ON c.id = o.connection_id AND c.generation = o.generation AND c.status NOT IN ('deleting', 'deleted')
     WHERE o.reason <> 'details' OR coalesce((c.settings ->> 'details')::boolean, false)
     ORDER BY o.connection_id, o.entity, o.halo_id
     ON CONFLICT (connection_id, entity, halo_id) DO UPDATE SET
       gen = r.gen + 1,
       generation = excluded.generation,
       reason = CASE WHEN excluded.priority < r.priority OR (excluded.priority = r.priority AND excluded.reason = 'doubt')
         THEN excluded.reason ELSE r.reason END,
       priority = least(r.priority, excluded.priority),
       run_ids = ARRAY(SELECT DISTINCT id FROM unnest(r.run_ids || excluded.run_ids) AS id),
       -- A record that Halo keeps refusing is not asked for sooner because of more touches, only because of a person.
       not_before = CASE WHEN excluded.priority = 0 THEN clock_timestamp() ELSE r.not_before END`,
    [JSON.stringify(mergeOrders(orders))],
  );
}

interface OrderRow {
  readonly connection_id: string;
  readonly entity: EntityName;
  readonly halo_id: number;
  readonly generation: number;
  readonly reason: RefetchReason;
  readonly priority: number;
  readonly run_ids: readonly string[];
}

/** One row per record, of its newest generation; the strongest reason counts. One statement cannot touch a row twice. */
export function mergeOrders(orders: readonly RefetchOrder[]): OrderRow[] {
  const rows = new Map<string, OrderRow>();
  for (const { connectionId, entity, haloId, generation, reason, runId } of orders) {
    const key = `${connectionId}:${entity}:${haloId}`;
    const held = rows.get(key);
    if (held !== undefined && held.generation > generation) continue;
    const isFirst = held === undefined || held.generation < generation;
    const isStronger =
      isFirst || PRIORITY[reason] < held.priority || (PRIORITY[reason] === held.priority && reason === 'doubt');
    rows.set(key, {
      connection_id: connectionId,
      entity,
      halo_id: haloId,
      generation,
      reason: isStronger ? reason : held.reason,
      priority: isStronger ? PRIORITY[reason] : held.priority,
      run_ids: [...new Set([...(isFirst ? [] : held.run_ids), ...(runId === null ? [] : [runId])])],
    });
  }
  return [...rows.values()];
}
