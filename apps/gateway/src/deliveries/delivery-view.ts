import type { deliveryDetailSchema, deliverySchema } from '@halosync/contracts';
import type { z } from 'zod';
import type { PartSummary } from '../inbox/route-delivery';
import { changeView } from '../records/change-view';
import type { DeliveryRow, WholeDeliveryRow } from './delivery-row';
import type { DeliveryTrace } from './delivery-trace';
import { isHint } from './delivery-trace';

type Delivery = z.output<typeof deliverySchema>;
type DeliveryDetail = z.output<typeof deliveryDetailSchema>;
type DetailPart = DeliveryDetail['parts'][number];

/** A delivery as the list shows it. */
export function deliveryView(row: DeliveryRow): Delivery {
  return { ...summaryOf(row), parts: row.parts.map(partView) };
}

/** A delivery with headers, body, and what became of each part. */
export function deliveryDetail(row: WholeDeliveryRow, trace: DeliveryTrace): DeliveryDetail {
  return {
    ...summaryOf(row),
    headers: row.headers,
    body: row.body.toString(),
    sha256: row.sha256.toString('hex'),
    attempts: row.attempts,
    replays: [...row.replays],
    parts: row.parts.map((part, index) => ({ ...partView(part, index), ...whatBecame(row, part, index, trace) })),
  };
}

function summaryOf(row: DeliveryRow): Omit<Delivery, 'parts'> {
  return {
    id: row.delivery_id,
    connectionId: row.connection_id,
    receivedAt: row.received_at.toISOString(),
    publishedAt: row.published_at?.toISOString() ?? null,
    status: row.status,
    reason: row.reason,
    events: row.events,
    bytes: row.size,
    replayOf: row.replay_of,
    partCount: row.part_count,
  };
}

function partView(part: PartSummary, index: number): Delivery['parts'][number] {
  return {
    part: index,
    event: part.event,
    entity: part.entity,
    haloId: part.haloId,
    topic: part.topic,
    partition: part.partition ?? null,
    offset: part.offset ?? null,
    why: part.why ?? null,
  };
}

function whatBecame(
  row: DeliveryRow,
  part: PartSummary,
  index: number,
  { parts, unknown }: DeliveryTrace,
): Pick<DetailPart, 'outcome' | 'change' | 'deadLetterId'> {
  const nothing = { change: null, deadLetterId: null };
  if (row.status === 'accepted') return { outcome: 'waiting', ...nothing };
  if (part.topic === null || part.entity === null) return { outcome: 'nowhere', ...nothing };
  if (unknown.has(part.entity)) return { outcome: 'unknown', ...nothing };
  const trace = parts.get(index);
  // A message field that is not set comes as null or undefined.
  const change = trace?.change ?? null;
  const shown = change === null ? null : changeView(change);
  const letter = trace?.deadLetterId ?? '';
  if (isHint(part.topic)) return { outcome: 'read', change: shown, deadLetterId: null };
  if (letter !== '') return { outcome: 'dead', change: null, deadLetterId: `${part.entity}-${letter}` };
  if (shown !== null) return { outcome: 'changed', change: shown, deadLetterId: null };
  return { outcome: trace?.taken === true ? 'unchanged' : 'waiting', ...nothing };
}
