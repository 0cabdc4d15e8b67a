import type { TouchReason } from '@halosync/contracts';
import { recordKey } from '@halosync/contracts';
import { preparedQuery } from '@halosync/persistence';
import type { EntityManager } from 'typeorm';
import type { CopyFacts } from '@halosync/contracts';

export interface TouchOrder {
  readonly facts: CopyFacts;
  readonly reason: TouchReason;
}

/** Asks the connector to read these records: one touch for each, in the transaction of the chunk; the relay publishes it. */
export async function orderTouches(manager: EntityManager, orders: readonly TouchOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const records = new Map<string, TouchOrder>();
  for (const order of orders) {
    const key = recordKey(order.facts.connectionId, order.facts.haloId);
    const existing = records.get(key);
    // A doubt is stronger than missing details.
    if (existing === undefined || existing.reason === 'details') records.set(key, order);
  }
  const set = [...records.values()];
  await preparedQuery(
    manager,
    'order_touches',
    `INSERT INTO touch (connection_id, halo_id, generation, reason, run_id, delivery_id, traceparent)
     SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::text[], $5::uuid[], $6::uuid[], $7::text[])`,
    [
      set.map(({ facts }) => facts.connectionId),
      set.map(({ facts }) => facts.haloId),
      set.map(({ facts }) => facts.generation),
      set.map(({ reason }) => reason),
      set.map(({ facts }) => facts.runId),
      // A copy that was read has a call for its delivery; only a webhook's is Halo's own.
      set.map(({ facts }) => (facts.kind === 'webhook' ? facts.deliveryId : null)),
      set.map(({ facts }) => facts.traceparent ?? null),
    ],
  );
}
