import type { OutgoingMessage } from '@halosync/contracts';
import type { DataSource } from 'typeorm';
import type { WaitingDelivery } from '../inbox/route-delivery';
import { routeDelivery } from '../inbox/route-delivery';

const PAGE = 200;
// Bodies held at once; a single one may have 16 MiB.
const PAGE_BYTES = 16 * 1024 * 1024;
// Delivery ids carry the gateway's clock, received_at the database's; no two are further apart.
const CLOCKS_APART = '1 hour';

/**
 * Sends webhooks that were published before once more, under their own delivery ids: a service that has taken one drops
 * it. The inbox stays as it is, and new webhooks do not wait.
 * @returns how many deliveries.
 */
export async function republishInbox(
  {
    dataSource,
    send,
    topicPrefix,
  }: {
    readonly dataSource: DataSource;
    readonly send: (messages: readonly OutgoingMessage[]) => Promise<void>;
    readonly topicPrefix: string;
  },
  since: Date,
): Promise<number> {
  let count = 0;
  for (let after: string | null = null; ;) {
    const rows: WaitingDelivery[] = await dataSource.query<WaitingDelivery[]>(
      `SELECT delivery_id, connection_id, generation, raw, is_whole, headers,
         coalesce(first_received_at, received_at) AS received_at, replay_of IS NOT NULL AS is_replay
       FROM (
         SELECT i.*, sum(size) OVER (ORDER BY delivery_id) - size AS before FROM (
           SELECT * FROM gateway.inbox
           WHERE delivery_id > coalesce($2, (lpad(to_hex((extract(epoch FROM $1::timestamptz - interval '${CLOCKS_APART}') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid)
             AND received_at >= $1 AND status = 'routed'
           ORDER BY delivery_id LIMIT ${String(PAGE)}) AS i
       ) AS page WHERE before < ${String(PAGE_BYTES)} ORDER BY delivery_id`,
      [since, after],
    );
    const last = rows.at(-1);
    if (last === undefined) return count;
    await send(rows.flatMap((row) => routeDelivery(row, topicPrefix).messages));
    count += rows.length;
    after = last.delivery_id;
  }
}
