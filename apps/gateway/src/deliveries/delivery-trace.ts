import type { EntityName, entityProto } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { ServiceClients } from '../peers/service.client';
import type { WholeDeliveryRow } from './delivery-row';

/** What the services know of a delivery's parts, by part; an entity whose service does not answer is `unknown`. */
export interface DeliveryTrace {
  readonly parts: ReadonlyMap<number, entityProto.PartTrace>;
  readonly unknown: ReadonlySet<EntityName>;
}

/** Asks each service that got a part of it. */
export async function traceDelivery(services: ServiceClients, row: WholeDeliveryRow): Promise<DeliveryTrace> {
  const parts = new Map<number, entityProto.PartTrace>();
  const unknown = new Set<EntityName>();
  const receivedAt = (row.first_received_at ?? row.received_at).toISOString();
  await Promise.all(
    entityNames.map(async (entity) => {
      const asked = row.parts.flatMap((part, index) =>
        part.entity === entity && part.haloId !== null && part.topic !== null
          ? [{ part: index, haloId: part.haloId, isHint: isHint(part.topic) }]
          : [],
      );
      if (asked.length === 0) return;
      const { connection_id: connectionId, delivery_id: deliveryId } = row;
      try {
        const answer = await services.of(entity).traceDelivery({ connectionId, deliveryId, receivedAt, parts: asked });
        for (const trace of answer.parts) parts.set(trace.part, trace);
      } catch (error) {
        if (!(error instanceof AppError) || !['unavailable', 'timeout'].includes(error.code)) throw error;
        unknown.add(entity);
      }
    }),
  );
  return { parts, unknown };
}

/** Touches carry no copy: the record is read from Halo. */
export function isHint(topic: string): boolean {
  return topic.endsWith('.touched');
}
