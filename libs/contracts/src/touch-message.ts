import { uuidv7 } from './uuidv7';
import { z } from 'zod';
import type { EntityName } from './entity-name';
import type { OutgoingMessage } from './message';
import { cloudEvent } from './message';
import { recordKey, topicName } from './topics';

/**
 * Why a record should be read: `doubt`, a copy that a service could not place in time; `hint`, an event that carries
 * no copy worth trusting; `details`, fields that the last copy did not carry.
 */
export const touchReasons = ['doubt', 'hint', 'details'] as const;
export type TouchReason = (typeof touchReasons)[number];

export const touchSchema = z.object({
  connection_id: z.uuid(),
  halo_id: z.number().int().positive().max(Number.MAX_SAFE_INTEGER),
  generation: z.number().int().nonnegative(),
  reason: z.enum(touchReasons),
  /** The run whose copy raised it, so that the run waits for the answer. */
  run_id: z.uuid().nullable(),
  /** The webhook's delivery that raised it, for the ledger of calls. */
  delivery_id: z.uuid().nullable().default(null),
});

export type Touch = z.input<typeof touchSchema>;

/** A touch on its way to `touched`. Touches may repeat and overtake each other: the refetch queue is a set by record. */
export function touchMessage(
  prefix: string,
  entity: EntityName,
  touch: Touch,
  at: Date,
  traceparent?: string,
): OutgoingMessage {
  return {
    topic: topicName(prefix, entity, 'touched'),
    key: recordKey(touch.connection_id, touch.halo_id),
    value: Buffer.from(JSON.stringify(touch)),
    headers: cloudEvent({
      id: uuidv7(at.getTime()),
      type: `halo.${entity}.touched`,
      connectionId: touch.connection_id,
      subject: String(touch.halo_id),
      time: at,
      traceparent,
    }),
  };
}
