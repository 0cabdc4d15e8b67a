import type { EntityName } from '@halosync/contracts';
import { isEntityName } from '@halosync/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import type { RoutedDelivery } from './route-delivery';

interface Seen {
  readonly connection: string;
  readonly entity: string;
  readonly event: string;
  lastAt: string;
  count: number;
  notificationId: number | null;
}

// Labels are the sender's words: those that look like none of Halo's share one row.
const PLAIN_LABEL = /^[a-z0-9 ().,/]{1,60}$/;

/** Counts which events came when, in the relay's transaction. */
export async function countSeen(manager: EntityManager, rows: readonly RoutedDelivery[]): Promise<void> {
  const seen = new Map<string, Seen>();
  for (const row of rows) {
    const lastAt = row.receivedAt.toISOString();
    for (const part of row.parts) {
      const entity = part.entity ?? 'none';
      const event = PLAIN_LABEL.test(part.event) ? part.event : part.event === '' ? 'without label' : 'other';
      const key = `${row.connectionId} ${entity} ${event}`;
      const held = seen.get(key);
      const { notificationId } = part;
      if (held === undefined) {
        seen.set(key, { connection: row.connectionId, entity, event, lastAt, count: 1, notificationId });
      } else {
        held.lastAt = lastAt > held.lastAt ? lastAt : held.lastAt;
        held.count += 1;
        held.notificationId = notificationId ?? held.notificationId;
      }
    }
  }
  if (seen.size === 0) return;
  // In one order, so that two relays never wait for each other crosswise.
  const sorted = [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  await manager.query(
    `INSERT INTO gateway.webhook_seen AS s (connection_id, entity, event, last_at, count, notification_id)
     SELECT connection, entity, event, "lastAt", count, "notificationId"
     FROM jsonb_to_recordset($1::jsonb)
       AS r(connection uuid, entity text, event text, "lastAt" timestamptz, count bigint, "notificationId" bigint)
     ON CONFLICT (connection_id, entity, event)
     DO UPDATE SET last_at = greatest(s.last_at, excluded.last_at), count = s.count + excluded.count,
       notification_id = coalesce(excluded.notification_id, s.notification_id)`,
    [JSON.stringify(sorted)],
  );
}

/** When webhooks of a kind came last, and how many there were. */
export interface WebhookTimes {
  readonly lastAt: Date;
  readonly count: number;
}

/** Per connection and entity; a pair that heard nothing is absent. */
export async function webhookTimes(
  dataSource: DataSource,
  connectionIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<EntityName, WebhookTimes>>> {
  const rows = await dataSource.query<{ connection_id: string; entity: string; last_at: Date; count: string }[]>(
    `SELECT connection_id, entity, max(last_at) AS last_at, sum(count) AS count FROM gateway.webhook_seen
     WHERE connection_id = ANY($1::uuid[]) GROUP BY connection_id, entity`,
    [connectionIds],
  );
  const times = new Map<string, Map<EntityName, WebhookTimes>>();
  for (const row of rows) {
    if (!isEntityName(row.entity)) continue;
    const ofConnection = times.get(row.connection_id) ?? new Map<EntityName, WebhookTimes>();
    ofConnection.set(row.entity, { lastAt: row.last_at, count: Number(row.count) });
    times.set(row.connection_id, ofConnection);
  }
  return times;
}

/** How often one of Halo's events was heard, and when last. */
export interface HeardEvent extends WebhookTimes {
  /** As deliveries write it: lower case. */
  readonly event: string;
  readonly notificationId: number | null;
}

export async function heardEvents(dataSource: DataSource, connectionId: string): Promise<HeardEvent[]> {
  const rows = await dataSource.query<
    { event: string; last_at: Date; count: string; notification_id: string | null }[]
  >(`SELECT event, last_at, count, notification_id FROM gateway.webhook_seen WHERE connection_id = $1`, [connectionId]);
  return rows.map(({ event, last_at: lastAt, count, notification_id: notificationId }) => ({
    event,
    lastAt,
    count: Number(count),
    notificationId: notificationId === null ? null : Number(notificationId),
  }));
}
