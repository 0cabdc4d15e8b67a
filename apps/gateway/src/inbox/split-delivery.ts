import type { EntityName } from '@halosync/contracts';
import { entityNames, recordContracts, routeEvent } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { JsonObject, JsonValue } from '@halosync/halo-json';
import { haloId, isJsonObject, readHaloDate, readJson } from '@halosync/halo-json';
import { fieldOf } from '../webhooks/envelope-field';
import { envelopesOf, labelOf } from '../webhooks/read-delivery';

/** What one envelope of a delivery becomes, and which of Halo's notifications raised it. */
export type Part = Meaning & { readonly notificationId: number | null };

/** `nothing` is counted and stays in the log. */
type Meaning =
  | {
      readonly kind: 'copy';
      readonly event: string;
      readonly entity: EntityName;
      readonly haloId: number;
      readonly record: Buffer;
    }
  | { readonly kind: 'touch'; readonly event: string; readonly entity: EntityName; readonly haloId: number }
  | {
      readonly kind: 'nothing';
      readonly event: string;
      readonly entity: EntityName | null;
      readonly why: 'not_an_object' | 'unknown_event' | 'no_id';
    };

// A larger record travels as a touch: the services read it by id instead.
const MAX_RECORD_BYTES = 1024 * 1024;

/**
 * A stored body as parts, one per envelope, in order.
 * @throws AppError `body_unreadable` where it cannot be split at all.
 */
export function splitDelivery(raw: Uint8Array): Part[] {
  const envelopes = envelopesOf(readJson(raw, { nonFinite: 'text' }));
  if (envelopes === null)
    throw new AppError('body_unreadable', 'The body is not an envelope.', { details: { reason: 'not_an_envelope' } });
  return envelopes.map((envelope) => ({
    ...splitEnvelope(envelope),
    notificationId: isJsonObject(envelope) ? readId(fieldOf(envelope, 'notification_id')) : null,
  }));
}

function splitEnvelope(envelope: JsonValue): Meaning {
  const event = labelOf(envelope);
  if (!isJsonObject(envelope)) return { kind: 'nothing', event, entity: null, why: 'not_an_object' };
  // A payload that somebody composed may lack the label; the record that it holds still names its kind.
  const route = event === '' ? unlabelled(envelope) : routeEvent(event);
  if (route === null) return { kind: 'nothing', event, entity: null, why: 'unknown_event' };
  const { entity, means } = route;
  const record = recordIn(envelope, entity);
  const ownId = readId(record === null ? undefined : fieldOf(record, 'id'));
  const namedId = readId(fieldOf(envelope, 'object_id'));
  const id = namedId ?? ownId;
  if (id === null) return { kind: 'nothing', event, entity, why: 'no_id' };
  if (means === 'copy' && record !== null && ownId === id && isDatedCopy(record, entity)) {
    const bytes = Buffer.from(JSON.stringify(record));
    if (bytes.length <= MAX_RECORD_BYTES) return { kind: 'copy', event, entity, haloId: id, record: bytes };
  }
  return { kind: 'touch', event, entity, haloId: id };
}

function unlabelled(envelope: JsonObject): { entity: EntityName; means: 'touch' } | null {
  const named = entityNames.filter((entity) => isJsonObject(fieldOf(envelope, entity)));
  const [entity] = named;
  return entity !== undefined && named.length === 1 ? { entity, means: 'touch' } : null;
}

/** The record lies under its entity's name, as Halo's REST API calls its fields. */
function recordIn(envelope: JsonObject, entity: EntityName): JsonObject | null {
  const record = fieldOf(envelope, entity) ?? fieldOf(envelope, 'object');
  return isJsonObject(record) ? record : null;
}

/** Without the source's own time a payload cannot be placed in order: a webhook may be arbitrarily old. */
function isDatedCopy(record: JsonObject, entity: EntityName): boolean {
  const modified = record[recordContracts[entity].modifiedField];
  return typeof modified === 'string' && readHaloDate(modified).kind === 'instant' && record['deleted'] !== true;
}

function readId(value: JsonValue | undefined): number | null {
  const id = haloId.safeParse(value);
  return id.success ? id.data : null;
}
