import type { PartSummary } from '../inbox/route-delivery';

/** A delivery as the list shows it. */
export interface DeliveryRow {
  readonly delivery_id: string;
  readonly connection_id: string;
  readonly received_at: Date;
  readonly published_at: Date | null;
  readonly status: 'accepted' | 'routed' | 'quarantined';
  readonly reason: string | null;
  readonly events: string[];
  readonly size: number;
  readonly replay_of: string | null;
  readonly part_count: number;
  /** The first ones. */
  readonly parts: readonly PartSummary[];
}

/** One delivery with all that is kept of it. */
export interface WholeDeliveryRow extends DeliveryRow {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly sha256: Buffer;
  readonly attempts: number;
  readonly first_received_at: Date | null;
  readonly replays: readonly string[];
}

/** The columns of a row with this many of its parts. */
export const deliveryColumns = (parts: number): string =>
  `i.delivery_id, i.connection_id, i.received_at, i.published_at, i.status, i.reason, i.events, i.size, i.replay_of,
   coalesce(jsonb_array_length(i.parts), 0) AS part_count,
   coalesce(jsonb_path_query_array(i.parts, '$[0 to ${String(parts - 1)}]'), '[]') AS parts`;
