import { cloudEvent } from './message';
import type { OutgoingMessage } from './message';
import type { EntityName } from './entity-name';
import { topicName } from './topics';

/** The value of a message on `dead`: a copy that could not be taken, and why. The message itself stays in Postgres. */
export interface DeadLetterEvent {
  readonly id: string;
  readonly connection_id: string | null;
  readonly halo_id: number | null;
  readonly failure: 'poison' | 'unknown';
  readonly code: string;
  readonly reason: string;
  readonly source: { readonly topic: string; readonly partition: number; readonly offset: string };
  readonly headers: Readonly<Record<string, string>>;
  /** The message's value, base64; null where it had none. */
  readonly value: string | null;
}

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
