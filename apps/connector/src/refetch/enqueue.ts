import type { EntityName, TouchReason } from '@halosync/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { READ_TWICE_WITHIN_MS } from './storm';

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
  /** Halo's delivery that asks for it. */
  readonly deliveryId?: string | null;
  /** The person or API key that does. */
  readonly askedBy?: string | null;
}

const PRIORITY: Record<RefetchReason, number> = { person: 0, doubt: 1, hint: 1, details: 5 };

type Querying = Pick<EntityManager, 'query'> | Pick<DataSource, 'query'>;

/**
 * Puts records into the queue. One that waits already is not read twice: its `gen` rises, so that an answer under way
 * does not settle it. One that was read twice a moment ago rests first, unless a person or a run waits for it. Orders of another
 * generation are dropped, and details where the connection does not ask for them.
 */
export async function enqueue(source: Querying, orders: readonly RefetchOrder[]): Promise<void> {
  if (orders.length === 0) return;
  await source.query(
    `WITH recent AS MATERIALIZED (
       SELECT connection_id, entity, halo_id, min(started_at) AS first_at FROM call_ledger
       WHERE started_at > statement_timestamp() - $2 * interval '1 millisecond' AND halo_id IS NOT NULL
       GROUP BY connection_id, entity, halo_id HAVING count(*) >= 2)
     INSERT INTO refetch AS r (connection_id, entity, halo_id, generation, reason, priority, run_ids, delivery_id, asked_by, not_before, is_parked)
     SELECT o.connection_id, o.entity, o.halo_id, o.generation, o.reason, o.priority, o.run_ids, o.delivery_id, o.asked_by,
       CASE WHEN o.is_urgent OR l.first_at IS NULL THEN clock_timestamp() ELSE l.first_at + $2 * interval '1 millisecond' END,
       o.reason = 'hint' AND NOT o.is_urgent AND s.entity IS NOT NULL
     FROM jsonb_to_recordset($1::jsonb) AS o (connection_id uuid, entity text, halo_id bigint, generation int, reason text,
       priority int, run_ids uuid[], delivery_id uuid, asked_by text, is_urgent boolean)
     JOIN connection c ON c.id = o.connection_id AND c.generation = o.generation AND c.status NOT IN ('deleting', 'deleted')
     LEFT JOIN recent l ON l.connection_id = o.connection_id AND l.entity = o.entity AND l.halo_id = o.halo_id
     LEFT JOIN sweep s ON s.connection_id = o.connection_id AND s.entity = o.entity
     WHERE o.reason <> 'details' OR coalesce((c.settings ->> 'details')::boolean, false)
     ORDER BY o.connection_id, o.entity, o.halo_id
     ON CONFLICT (connection_id, entity, halo_id) DO UPDATE SET
       gen = r.gen + 1,
       generation = excluded.generation,
       reason = CASE WHEN excluded.priority < r.priority OR (excluded.priority = r.priority AND excluded.reason = 'doubt')
         THEN excluded.reason ELSE r.reason END,
       priority = least(r.priority, excluded.priority),
       run_ids = ARRAY(SELECT DISTINCT id FROM unnest(r.run_ids || excluded.run_ids) AS id),
       delivery_id = coalesce(excluded.delivery_id, r.delivery_id),
       asked_by = coalesce(excluded.asked_by, r.asked_by),
       touched_at = clock_timestamp(),
       -- List pages cannot settle what a person, a run or a doubt waits for.
       is_parked = r.is_parked AND excluded.reason = 'hint' AND excluded.run_ids = '{}',
       -- A record that Halo keeps refusing is not asked for sooner because of more touches, only because of a person.
       not_before = CASE WHEN excluded.priority = 0 OR (excluded.run_ids <> '{}' AND r.attempts = 0)
         THEN clock_timestamp() ELSE r.not_before END`,
    [JSON.stringify(mergeOrders(orders)), READ_TWICE_WITHIN_MS],
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
  readonly delivery_id: string | null;
  readonly asked_by: string | null;
  /** A person or a run waits for it. */
  readonly is_urgent: boolean;
}

/** One row per record, of its newest generation; the strongest reason counts. One statement cannot touch a row twice. */
export function mergeOrders(orders: readonly RefetchOrder[]): OrderRow[] {
  const rows = new Map<string, OrderRow>();
  for (const order of orders) {
    const { connectionId, entity, haloId, generation, reason, runId } = order;
    const key = `${connectionId}:${entity}:${haloId}`;
    const held = rows.get(key);
    if (held !== undefined && held.generation > generation) continue;
    const isFirst = held === undefined || held.generation < generation;
    const isStronger =
      isFirst || PRIORITY[reason] < held.priority || (PRIORITY[reason] === held.priority && reason === 'doubt');
    const runIds = [...new Set([...(isFirst ? [] : held.run_ids), ...(runId === null ? [] : [runId])])];
    const priority = isStronger ? PRIORITY[reason] : held.priority;
    rows.set(key, {
      connection_id: connectionId,
      entity,
      halo_id: haloId,
      generation,
      reason: isStronger ? reason : held.reason,
      priority,
      run_ids: runIds,
      delivery_id: order.deliveryId ?? (isFirst ? null : held.delivery_id),
      asked_by: order.askedBy ?? (isFirst ? null : held.asked_by),
      is_urgent: priority === PRIORITY.person || runIds.length > 0,
    });
  }
  return [...rows.values()];
}
