import type { EntityName } from '@halosync/contracts';
import { touchSchema } from '@halosync/contracts';
import type { Chunk } from '@halosync/kafka';
import type { Log } from '@halosync/observability';
import type { RefetchOrder } from './enqueue';

/** What a chunk of `touched` asks for. A touch that cannot be read names no record, so nothing can be read instead. */
export function readTouches(entity: EntityName, chunk: Chunk, log: Log): RefetchOrder[] {
  return chunk.flatMap(({ topic, partition, offset, value }) => {
    const parsed = touchSchema.safeParse(value === null ? undefined : parse(value));
    if (!parsed.success) {
      log.error('touch unreadable', { topic, partition, offset });
      return [];
    }
    const {
      connection_id: connectionId,
      halo_id: haloId,
      generation,
      reason,
      run_id: runId,
      delivery_id: deliveryId,
    } = parsed.data;
    return [{ connectionId, entity, haloId, generation, reason, runId, deliveryId }];
  });
}

function parse(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString());
  } catch {
    return undefined;
  }
}
