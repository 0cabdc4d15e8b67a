import type { entityProto } from '@halosync/contracts';
import type { DataSource } from 'typeorm';
import type { PublicEntity } from './public-views';
import type { ChangeView } from './reading/change-view';
import { ChangeSelection } from './reading/change-view';

export interface DeliveryTrace {
  readonly parts: readonly (Omit<entityProto.PartTrace, 'change'> & { readonly change: ChangeView | undefined })[];
}

interface TraceRow extends Readonly<Record<string, unknown>> {
  readonly asked: number;
  readonly is_taken: boolean;
  readonly letter_id: string | null;
}

/**
 * What became of a delivery's parts here. A part that was taken and made no revision agreed with the row, was older, or
 * had to be asked about: the verdict itself is not kept. For a hint it is the first revision that a read brought since.
 */
export async function traceDelivery(
  dataSource: DataSource,
  published: PublicEntity,
  { connectionId, deliveryId, receivedAt, parts }: entityProto.TraceDeliveryRequest,
): Promise<DeliveryTrace> {
  const change = new ChangeSelection(published, ['revision']);
  // Each look-up by an index that is there for other reasons: the record's revisions, its letters, the delivery's mark.
  const rows = await dataSource.query<TraceRow[]>(
    `SELECT asked.part AS asked, p.part IS NOT NULL AS is_taken, l.id AS letter_id, v.*
     FROM jsonb_to_recordset($3::jsonb) AS asked (part int, "haloId" bigint, "isHint" boolean)
     LEFT JOIN processed p ON p.delivery_id = $2 AND p.part = asked.part
     LEFT JOIN LATERAL (
       SELECT id FROM dead_letter l
       WHERE l.connection_id = $1 AND l.halo_id = asked."haloId" AND l.headers ->> 'ce_id' = $2::text || ':' || asked.part
       ORDER BY id LIMIT 1) l ON true
     LEFT JOIN LATERAL (
       SELECT ${change.sql} FROM "${published.entity}_version" v
       WHERE v.connection_id = $1 AND v.halo_id = asked."haloId"
         AND CASE WHEN asked."isHint" THEN v.learned_by = 'refetch' AND v.recorded_at >= $4
             ELSE v.delivery_id = $2 AND v.part = asked.part END
       ORDER BY v.revision LIMIT 1) v ON true
     ORDER BY asked.part`,
    [connectionId, deliveryId, JSON.stringify(parts), receivedAt],
  );
  return {
    parts: rows.map((row) => ({
      part: row.asked,
      taken: row.is_taken,
      // An outer join that found nothing leaves nulls.
      change: row['operation'] === null ? undefined : change.view(row),
      deadLetterId: row.letter_id ?? '',
    })),
  };
}
