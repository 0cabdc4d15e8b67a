import { normaliseEvent } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { JsonObject, JsonValue } from '@halosync/halo-json';
import { isJsonObject, readJson } from '@halosync/halo-json';
import { fieldOf } from './envelope-field';

/** What is known of a body at the door. Quarantined ones are kept and never split. */
export type DoorVerdict =
  | { readonly status: 'accepted'; readonly sourceEventId: string | null; readonly events: readonly string[] }
  | { readonly status: 'quarantined'; readonly reason: string };

// A batch of 16 MiB of the smallest envelopes that mean anything stays below this.
const MAX_PARTS = 20_000;
const MAX_LABELS = 20;
export const MAX_LABEL_LENGTH = 80;

/** Parses a body for the first and only time before it is stored: is it ours to split, and which events are in it? */
export function readDelivery(body: Uint8Array): DoorVerdict {
  let value: JsonValue;
  try {
    // A number that no double holds stays as a text: it makes its record poison, not its whole batch.
    value = readJson(body, { nonFinite: 'text' });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      status: 'quarantined',
      reason: typeof error.details['reason'] === 'string' ? error.details['reason'] : error.code,
    };
  }
  const envelopes = envelopesOf(value);
  if (envelopes === null) return { status: 'quarantined', reason: 'not_an_envelope' };
  if (envelopes.length > MAX_PARTS) return { status: 'quarantined', reason: 'too_many_events' };
  const events = new Set<string>();
  for (const envelope of envelopes) {
    if (events.size < MAX_LABELS) events.add(labelOf(envelope));
  }
  events.delete('');
  return { status: 'accepted', sourceEventId: isJsonObject(value) ? sourceEventId(value) : null, events: [...events] };
}

/** One envelope, or Halo's batch of them; null for any other value. */
export function envelopesOf(value: JsonValue): readonly JsonValue[] | null {
  if (isJsonObject(value)) return [value];
  if (!Array.isArray(value)) return null;
  const list = value as readonly JsonValue[]; // isArray widens to any[]
  return list.length === 0 || list.some((item) => isJsonObject(item)) ? list : null;
}

/** The event's label in lower case; empty where there is none. */
export function labelOf(envelope: JsonValue): string {
  const label = isJsonObject(envelope) ? fieldOf(envelope, 'event') : undefined;
  return typeof label === 'string' ? normaliseEvent(label).slice(0, MAX_LABEL_LENGTH) : '';
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Halo's id of this occurrence, by which a delivery sent twice is known. Not every GUID is one: test calls carry zeros,
 * and a payload that somebody composed may name the webhook itself, the same in each delivery.
 */
function sourceEventId(envelope: JsonObject): string | null {
  const id = fieldOf(envelope, 'id');
  if (typeof id !== 'string' || !GUID.test(id) || id === NIL) return null;
  return id === fieldOf(envelope, 'webhook_id') ? null : id.toLowerCase();
}
