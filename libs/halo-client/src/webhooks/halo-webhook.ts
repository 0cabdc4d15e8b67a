import { haloBoolean, haloInt, haloText, isJsonObject, readHaloDate } from '@halosync/halo-json';
import type { JsonObject, JsonValue } from '@halosync/halo-json';
import type { WebhookAuthType, WebhookPayload } from './webhook-codes';
import { METHOD_POST, authTypeOf, payloadOf } from './webhook-codes';

/** One event of a webhook: a row of Halo's notifications. */
export interface AttachedEvent {
  /** Deliveries name it as `notification_id`. */
  readonly notificationId: number;
  /** Halo's number of the event; documented for some ticket events alone. */
  readonly eventNumber: number;
  readonly name: string;
}

/** A webhook as Halo has it. Secrets are not in it. */
export interface HaloWebhook {
  /** A GUID, in lower case. */
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly note: string;
  /** Switched on by a person. */
  readonly isActive: boolean;
  /** Switched off by Halo after failures in a row. */
  readonly isDisabled: boolean;
  readonly disabledAt: Date | null;
  readonly isPost: boolean;
  readonly contentType: string;
  readonly auth: { readonly type: WebhookAuthType; readonly name: string };
  readonly payload: WebhookPayload;
  readonly isBatched: boolean;
  /** Of the last delivery; 0 where there was none or nobody answered. */
  readonly lastStatus: number;
  /** Null where the answer does not show them. */
  readonly events: readonly AttachedEvent[] | null;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Null for what is no webhook. What a version leaves out is taken to be as Halo's default is. */
export function webhookOf(value: JsonValue | undefined): HaloWebhook | null {
  if (!isJsonObject(value)) return null;
  const id = text(value['id']).toLowerCase();
  if (!GUID.test(id)) return null;
  const type = authTypeOf(int(value['authentication_type'], 0));
  const name = type === 'basic' ? text(value['basic_username']) : text(value['authentication_header']);
  return {
    id,
    name: text(value['name']),
    url: text(value['url']),
    note: text(value['note']),
    isActive: flag(value['active'], true),
    isDisabled: flag(value['disabled'], false),
    disabledAt: instant(value['last_auto_disable_date']),
    isPost: int(value['method'], METHOD_POST) === METHOD_POST,
    contentType: text(value['content_type']),
    auth: { type, name: type === 'none' || type === 'other' ? '' : name },
    payload: payloadOf(int(value['payload_type'], 0), flag(value['custom_payload'], false)),
    isBatched: int(value['batch_method'], 0) !== 0,
    lastStatus: int(value['last_status'], 0),
    events: eventsOf(value['events']),
  };
}

function eventsOf(value: JsonValue | undefined): AttachedEvent[] | null {
  if (!Array.isArray(value)) return null;
  return (value as readonly JsonValue[]).filter(isJsonObject).map(eventOf); // isArray widens to any[]
}

function eventOf(event: JsonObject): AttachedEvent {
  return { notificationId: int(event['id'], 0), eventNumber: int(event['eventno'], 0), name: text(event['name']) };
}

function text(value: JsonValue | undefined): string {
  const parsed = haloText.safeParse(value);
  return parsed.success ? parsed.data : '';
}

function int(value: JsonValue | undefined, fallback: number): number {
  const parsed = haloInt.safeParse(value);
  return parsed.success ? parsed.data : fallback;
}

function flag(value: JsonValue | undefined, fallback: boolean): boolean {
  const parsed = haloBoolean.safeParse(value);
  return parsed.success ? parsed.data : fallback;
}

function instant(value: JsonValue | undefined): Date | null {
  const date = typeof value === 'string' ? readHaloDate(value) : null;
  return date?.kind === 'instant' ? date.at : null;
}
