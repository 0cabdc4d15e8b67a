import { z } from 'zod';
import { learnedByWords } from './copy-message';
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
export const changeEventSchema = z.object({
  connection_id: z.uuid(),
  halo_id: z.int().positive(),
  position: z
    .int()
    .positive()
    .describe(
      'Gapless within one entity. Messages may come twice: a consumer drops what is not beyond the last position of its key.',
    ),
  revision: z.int().positive().describe('Counts the changes of this record.'),
  operation: z.enum(operations).describe('enriched: fields were learned, nothing changed in Halo.'),
  changed: z
    .record(z.string(), z.object({ before: z.unknown(), after: z.unknown() }))
    .describe("The fields that differ, by Halo's names. before is null where the field was not held."),
  document: z.record(z.string(), z.unknown()).describe("Halo's document as it is now, merged from all copies."),
  deleted_at: z.iso
    .datetime()
    .nullable()
    .describe('When we learned that it is gone from Halo; null while it is there.'),
  valid_from: z.iso
    .datetime()
    .describe("Since when Halo had it so: by Halo's clock where the copy told, else by ours."),
  learned_by: z.enum(learnedByWords),
  delivery_id: z.uuid().describe('The webhook delivery, or the call to Halo, that brought it.'),
  run_id: z.uuid().nullable().describe('The run that it belongs to, if any.'),
});

export type ChangeEvent = z.output<typeof changeEventSchema>;

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
