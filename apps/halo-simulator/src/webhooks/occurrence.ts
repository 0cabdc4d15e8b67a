import { randomUUID } from 'node:crypto';
import { formatStamp } from '../world/halo-dates';
import { FACTS } from '../world/entity';
import { serialise } from '../shape/serialise';
import { smallPayload } from '../shape/small-payload';
import { withoutVersion } from '../shape/whole-record';
import { payloadOf } from './webhook';
import type { Profile } from '../faults/profile';
import type { EntityName, Fields } from '../world/entity';
import type { HaloEvent } from './event-catalogue';
import type { HaloWebhook, Payload } from './webhook';

/** One event for one webhook, as it waits in the outgoing queue. */
export interface Occurrence {
  readonly id: string;
  readonly webhookId: string;
  readonly notificationId: number;
  readonly escmsgId: string;
  readonly event: string;
  readonly entity: EntityName;
  readonly objectId: number;
  readonly version: number;
  readonly timestamp: string;
  readonly deletes: boolean;
}

export interface Occurring {
  readonly event: HaloEvent;
  readonly webhook: HaloWebhook;
  readonly notificationId: number;
  readonly objectId: number;
  readonly version: number;
  readonly deletes: boolean;
  readonly now: number;
}

export function occurrenceOf({
  event,
  webhook,
  notificationId,
  objectId,
  version,
  deletes,
  now,
}: Occurring): Occurrence {
  const { label, entity } = event;
  return {
    id: randomUUID(),
    webhookId: webhook.id,
    notificationId,
    escmsgId: randomUUID(),
    event: label,
    entity,
    objectId,
    version,
    timestamp: formatStamp(now),
    deletes,
  };
}

/** The envelope of the standard payloads with all its fields (documented names), and the entity as the webhook wants it. */
export function envelopeText(
  occurrence: Occurrence,
  webhook: HaloWebhook,
  document: Fields | undefined,
  profile: Profile,
): string {
  if (webhook.custom_payload) return customText(webhook, document);
  const envelope = {
    id: occurrence.id,
    webhook_id: occurrence.webhookId,
    notification_id: occurrence.notificationId,
    escmsg_id: occurrence.escmsgId,
    event: occurrence.event,
    message: messageOf(occurrence),
    object_id: occurrence.objectId,
    ...(profile.webhookAgentId ? { agent_id: 1 + (occurrence.version % 8) } : {}),
    timestamp: occurrence.timestamp,
  };
  const head = JSON.stringify(envelope).slice(0, -1);
  const entity = entityText(occurrence, payloadOf(webhook), document, profile);
  const action = actionText(occurrence, payloadOf(webhook));
  return `${head}${entity === undefined ? '' : `,"${occurrence.entity}":${entity}`}${action}}`;
}

function entityText(
  occurrence: Occurrence,
  payload: Payload,
  document: Fields | undefined,
  profile: Profile,
): string | undefined {
  if (payload === 'event-only' || document === undefined) return undefined;
  const { entity, objectId } = occurrence;
  if (occurrence.deletes) return deletedText(entity, objectId, document, profile);
  if (payload === 'small') {
    const modifiedTime = profile.webhookModifiedTime === 'small';
    const version = profile.versionField === 'everywhere';
    const small = smallPayload(entity, document, { modifiedTime, customFields: profile.listCustomFields, version });
    return serialise(entity, small, profile.floatIds);
  }
  const { [FACTS[entity].modified]: _modified, ...timeless } = document;
  const full = profile.webhookModifiedTime === 'none' ? timeless : document;
  return serialise(entity, profile.versionField === 'nowhere' ? withoutVersion(full) : full, profile.floatIds);
}

function deletedText(entity: EntityName, id: number, document: Fields, profile: Profile): string | undefined {
  const partial = profile.deletePayload === 'partial' || (profile.deletePayload === 'mixed' && id % 2 === 0);
  if (!partial) return undefined;
  const name = entity === 'ticket' ? 'summary' : entity === 'invoice' ? 'invoicenumber' : 'name';
  return serialise(entity, { id, [name]: document[name] }, profile.floatIds);
}

/** A custom payload has the keys that somebody mapped, and neither `event` nor `object_id` unless they did (reported). */
function customText(webhook: HaloWebhook, document: Fields | undefined): string {
  const mapped = webhook.mappings.map(
    ({ finame, key }) => [key ?? finame ?? '', document?.[finame ?? ''] ?? null] as const,
  );
  return JSON.stringify(Object.fromEntries(mapped));
}

function messageOf({ event, entity, objectId }: Occurrence): string {
  const padded = String(objectId).padStart(7, '0');
  if (event === 'new ticket logged') return `New ticket logged. Ticket ID: ${padded}`;
  if (event === 'ticket status changed') return `The status has been changed for Ticket ID: ${padded}.`;
  const what = entity.charAt(0).toUpperCase() + entity.slice(1);
  return `${event.charAt(0).toUpperCase()}${event.slice(1)}. ${what} ID: ${padded}`;
}

/** Ticket events name the action that caused them, where there was one (documented; not in small payloads here). */
function actionText({ event, objectId, version, timestamp }: Occurrence, payload: Payload): string {
  if (payload !== 'full' || event !== 'ticket changed') return '';
  const action = {
    id: 1 + (version % 90),
    ticket_id: objectId,
    outcome: 'Updated',
    who: 'Agent 2',
    datetime: timestamp.slice(0, 23),
  };
  return `,"action":${JSON.stringify(action)}`;
}
