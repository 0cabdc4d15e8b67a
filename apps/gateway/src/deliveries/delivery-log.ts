import type { deliveryQuery } from '@halosync/contracts';
import { entityNames, normaliseEvent } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { DeliveryRow, WholeDeliveryRow } from './delivery-row';
import { deliveryColumns } from './delivery-row';
import { idOfTime } from './id-of-time';
import { invalidCursor } from '../requests/invalid-cursor';

export type DeliveryQuery = z.output<typeof deliveryQuery>;

export interface DeliveryPage {
  readonly rows: readonly DeliveryRow[];
  /** Deliveries below this one are still to be looked at; null at the end. */
  readonly next: string | null;
}

// A page looks at so many deliveries at most, whatever it searches for; the cursor goes on from there.
const LOOK_AT = 10_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const FIRST_PARTS = { list: 20, detail: 100 };
const BODY_BYTES = 1024 * 1024;

/** The inbox, read as a log of deliveries. */
export class DeliveryLog {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. A page may hold few or none and have a cursor all the same: then the search goes on behind it. */
  async search(connectionId: string, query: DeliveryQuery): Promise<DeliveryPage> {
    const { from, to } = timeRange(query);
    const below = query.cursor === undefined ? idOfTime(new Date(to.getTime() + DAY_MS)) : cursorFrom(query.cursor);
    const floor = from === null ? idOfTime(new Date(0)) : idOfTime(new Date(from.getTime() - DAY_MS));
    const records = recordsAsked(query);
    const end = records === null ? await this.#endOfLook(connectionId, below, floor) : null;
    const values: unknown[] = [connectionId, below, end ?? floor];
    const use = (value: unknown): string => `$${String(values.push(value))}`;
    const conditions = [`i.received_at < ${use(to)}`];
    if (from !== null) conditions.push(`i.received_at >= ${use(from)}`);
    if (records !== null) conditions.push(`i.records && ${use(records)}::text[]`);
    else if (query.entity !== undefined)
      conditions.push(`EXISTS (SELECT 1 FROM unnest(i.records) r WHERE starts_with(r, ${use(`${query.entity}:`)}))`);
    if (query.event !== undefined) conditions.push(`i.events @> ARRAY[${use(normaliseEvent(query.event))}]`);
    if (query.status === 'failed') conditions.push(FAILED);
    else if (query.status !== undefined) conditions.push(`i.status = ${use(query.status)}`);
    // As escaped ASCII on both sides: a body need not be UTF-8, and `lower` needs a text.
    if (query.q !== undefined)
      conditions.push(
        `position(lower(encode(convert_to(${use(query.q)}, 'UTF8'), 'escape')) IN lower(encode(i.raw, 'escape'))) > 0`,
      );
    const rows = await this.dataSource.query<DeliveryRow[]>(
      `SELECT ${deliveryColumns(FIRST_PARTS.list)} FROM gateway.inbox i
       WHERE i.connection_id = $1 AND i.delivery_id < $2 AND i.delivery_id >= $3 AND ${conditions.join(' AND ')}
       ORDER BY i.delivery_id DESC LIMIT ${use(query.limit + 1)}`,
      values,
    );
    const shown = rows.slice(0, query.limit);
    return { rows: shown, next: rows.length > query.limit ? (shown.at(-1)?.delivery_id ?? null) : end };
  }

  /** @throws AppError `not_found`. */
  async read(id: string): Promise<WholeDeliveryRow> {
    const [row] = await this.dataSource.query<WholeDeliveryRow[]>(
      `SELECT ${deliveryColumns(FIRST_PARTS.detail)}, i.headers, substring(i.raw FOR $2) AS body, i.sha256, i.attempts, i.first_received_at,
         ARRAY(SELECT r.delivery_id FROM gateway.inbox r WHERE r.replay_of = i.delivery_id ORDER BY r.delivery_id DESC LIMIT 20) AS replays
       FROM gateway.inbox i WHERE i.delivery_id = $1`,
      [id, BODY_BYTES],
    );
    if (row === undefined) throw new AppError('not_found', 'There is no such delivery, or it is no longer kept.');
    return row;
  }

  /** The last delivery that a page looks at; null where it reaches the end. */
  async #endOfLook(connectionId: string, below: string, floor: string): Promise<string | null> {
    const [row] = await this.dataSource.query<{ delivery_id: string }[]>(
      `SELECT delivery_id FROM gateway.inbox WHERE connection_id = $1 AND delivery_id < $2 AND delivery_id >= $3
       ORDER BY delivery_id DESC OFFSET $4 LIMIT 1`,
      [connectionId, below, floor, LOOK_AT - 1],
    );
    return row?.delivery_id ?? null;
  }
}

/** Of `gateway.inbox i`: kept but not passed on whole. */
export const FAILED = `(i.status = 'quarantined' OR i.reason IS NOT NULL)`;

/** Text is looked for in a bounded time only. */
function timeRange({ from, to, q }: DeliveryQuery): { readonly from: Date | null; readonly to: Date } {
  // A little into the future: the database's clock may be ahead of ours.
  const end = to === undefined ? new Date(Date.now() + DAY_MS) : new Date(to);
  if (from !== undefined) return { from: new Date(from), to: end };
  if (q === undefined) return { from: null, to: end };
  return { from: new Date((to === undefined ? Date.now() : end.getTime()) - DAY_MS), to: end };
}

/** The records that a search names, as the inbox writes them; null where it names none. */
function recordsAsked({ entity, haloId }: DeliveryQuery): string[] | null {
  if (haloId === undefined) return null;
  return (entity === undefined ? entityNames : [entity]).map((name) => `${name}:${String(haloId)}`);
}

function cursorFrom(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  throw invalidCursor();
}
