import { z } from 'zod';
import { cloudEvent } from './message';
import type { OutgoingMessage } from './message';
import type { EntityName } from './entity-name';
import { topicName } from './topics';

/** The value of a message on `dead`: a copy that could not be taken, and why. The message itself stays in Postgres. */
export const deadLetterEventSchema = z.object({
  id: z.uuid(),
  connection_id: z.uuid().nullable(),
  halo_id: z.int().nullable(),
  failure: z.enum(['poison', 'unknown']).describe('poison: the data. unknown: most likely a fault of ours.'),
  code: z.string(),
  reason: z.string(),
  source: z.object({ topic: z.string(), partition: z.int().nonnegative(), offset: z.string() }),
  headers: z.record(z.string(), z.string()),
  value: z.string().nullable().describe("The message's value, base64; null where it had none."),
});

export type DeadLetterEvent = z.output<typeof deadLetterEventSchema>;

export function deadLetterMessage(
  prefix: string,
  entity: EntityName,
  letter: DeadLetterEvent,
  at: Date,
): OutgoingMessage {
  return {
    topic: topicName(prefix, entity, 'dead'),
    key:
      letter.connection_id === null || letter.halo_id === null
        ? letter.id
        : `${letter.connection_id}:${letter.halo_id}`,
    value: Buffer.from(JSON.stringify(letter)),
    headers: cloudEvent({
      id: letter.id,
      type: `halo.${entity}.dead`,
      connectionId: letter.connection_id ?? 'unknown',
      subject: String(letter.halo_id ?? 'unknown'),
      time: at,
    }),
  };
}
