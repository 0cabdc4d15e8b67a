import type { LearnedBy } from './copy-message';
import type { EntityName } from './entity-name';
import type { OutgoingMessage } from './message';
import { cloudEvent } from './message';
import { recordKey, topicName } from './topics';

/**
 * `enriched`: fields were learned, none that was held differs; not a change in Halo. `repaired`: somebody had altered or
 * deleted our row in Postgres, and it is again as the history says; not a change in Halo either.
 */
export const operations = ['created', 'updated', 'enriched', 'deleted', 'restored', 'repaired'] as const;
export type Operation = (typeof operations)[number];

/** The value of a message on `changed`: the row in Postgres is now different. */
export interface ChangeEvent {
  readonly connection_id: string;
  readonly halo_id: number;
  /** Gapless within one service; a consumer drops what is not beyond the last position it has seen. */
  readonly position: number;
  /** Counts the changes of this record. */
  readonly revision: number;
  readonly operation: Operation;
  readonly changed: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
  readonly document: unknown;
  /** When we learned that it is gone from Halo; null while it is there. */
  readonly deleted_at: string | null;
  readonly valid_from: string;
  readonly learned_by: LearnedBy;
  readonly delivery_id: string;
  readonly run_id: string | null;
}

export function changeMessage(
  prefix: string,
  entity: EntityName,
  event: ChangeEvent,
  at: Date,
  traceparent?: string,
): OutgoingMessage {
  return {
    topic: topicName(prefix, entity, 'changed'),
    key: recordKey(event.connection_id, event.halo_id),
    value: Buffer.from(JSON.stringify(event)),
    headers: {
      ...cloudEvent({
        id: `${event.connection_id}:${event.halo_id}:${event.revision}`,
        type: `halo.${entity}.changed`,
        connectionId: event.connection_id,
        subject: String(event.halo_id),
        time: at,
        traceparent,
      }),
      halosync_position: String(event.position),
      halosync_revision: String(event.revision),
      halosync_operation: event.operation,
    },
  };
}
