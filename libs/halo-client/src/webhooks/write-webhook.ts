import { Secret } from '@halosync/config';
import { isJsonObject } from '@halosync/halo-json';
import type { JsonValue } from '@halosync/halo-json';
import { answerJson } from '../records/answer-json';
import { apiCall } from '../records/api-call';
import type { HaloApi } from '../transport/halo-call';
import { webhookOf } from './halo-webhook';
import type { WebhookAuthType } from './webhook-codes';
import { FULL_PAYLOAD, METHOD_POST, NO_BATCHING, TYPE_OUTBOUND, authCode } from './webhook-codes';

/** What is written into a webhook. What is absent stays as it is. */
export interface WebhookFields {
  /** Absent: a new one. */
  readonly id?: string;
  readonly name?: string;
  readonly note?: string;
  readonly url: string;
  /** Switched on, POST, whole records, one delivery per occurrence. */
  readonly isSetUp: boolean;
  readonly auth?: {
    readonly type: Exclude<WebhookAuthType, 'other'>;
    readonly name: string;
    readonly secret: Secret;
  };
}

/** An event to add: Halo's number of it, and the label under which it is found again. */
export interface NewEvent {
  readonly eventNumber: number;
  readonly label: string;
  /** Ticket Changed is an event of a changed field: without a condition it may never fire (inferred). */
  readonly needsCondition: boolean;
}

const LIMITS = { maxKeys: 20_000, nonFinite: 'text' } as const;

/**
 * Creates a webhook or writes over one. Returns its id; null where the answer does not tell it, as some POSTs do not.
 * @throws AppError by status, or `halo_answer_invalid`: whether it was written is then unknown.
 */
export async function saveWebhook(api: HaloApi, fields: WebhookFields): Promise<string | null> {
  const { isSetUp, auth, ...own } = fields;
  const body = { ...own, ...(isSetUp ? SET_UP : {}), ...(auth === undefined ? {} : authFields(auth)) };
  return webhookOf(firstOf(await post(api, '/Webhook', [body])))?.id ?? null;
}

/** Adds events to a webhook, all in one call. @throws as `saveWebhook`. */
export async function attachEvents(api: HaloApi, webhookId: string, events: readonly NewEvent[]): Promise<void> {
  await post(
    api,
    '/Notification',
    events.map(({ eventNumber, label, needsCondition }) => ({
      // The constants are those of a webhook set up by hand (seen).
      ...{ webhook_id: webhookId, type: -2, delivery_method: 6, filter_type: 2, restriction_type: 0, agent_id: 0 },
      ...{ emailtemplate_id: 32, interval: 0, useworkinghours: 0, eventno: eventNumber, name: label },
      conditions: needsCondition ? [A_TICKET_HAS_A_SUMMARY] : [],
    })),
  );
}

const SET_UP = {
  ...{ type: TYPE_OUTBOUND, method: METHOD_POST, content_type: 'application/json', active: true, disabled: false },
  ...{ custom_payload: false, payload_type: FULL_PAYLOAD, batch_method: NO_BATCHING },
};

/** A condition that holds for every ticket (seen, on a webhook for new ones). */
const A_TICKET_HAS_A_SUMMARY = {
  ...{ tablename: 'faults', fieldname: 'symptom', value_type: 'string', type: 1, change_context: 0 },
  ...{ value_string: '""', value_display: '' },
};

function authFields({ type, name, secret }: NonNullable<WebhookFields['auth']>): Record<string, string | number> {
  return {
    authentication_type: authCode(type),
    basic_username: type === 'basic' ? name : '',
    authentication_header: type === 'header' ? name : '',
    // A header's secret is kept in the same field (seen).
    basic_password: type === 'none' ? '' : secret.reveal(),
  };
}

async function post(api: HaloApi, path: string, body: readonly object[]): Promise<JsonValue> {
  const call = {
    ...apiCall(api, api.resourceUrl + path, { kind: 'webhook' }),
    method: 'POST',
    body: new Secret(JSON.stringify(body)),
  } as const;
  const headers = { ...call.headers, 'content-type': 'application/json' };
  return answerJson(await api.send({ ...call, headers }), call, LIMITS);
}

/** The entity, or an array or envelope of it (seen). */
function firstOf(value: JsonValue): JsonValue | undefined {
  const inner = isJsonObject(value) && value['id'] === undefined ? value['webhooks'] : value;
  return Array.isArray(inner) ? (inner as readonly JsonValue[])[0] : inner; // isArray widens to any[]
}
