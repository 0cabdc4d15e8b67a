import { isJsonObject } from '@halosync/halo-json';
import type { JsonValue } from '@halosync/halo-json';
import { answerJson, invalidAnswer } from '../records/answer-json';
import { isHtml } from '../records/answer-text';
import { apiCall } from '../records/api-call';
import type { HaloApi } from '../transport/halo-call';
import type { HaloWebhook } from './halo-webhook';
import { webhookOf } from './halo-webhook';
import { TYPE_OUTBOUND } from './webhook-codes';

const LIMITS = { maxKeys: 200_000, nonFinite: 'text' } as const;

/**
 * All standard webhooks, without their events. A bare array (documented); an envelope is tolerated.
 * @throws AppError by status (`halo_unauthorised`, `halo_forbidden` where the scope does not reach), or `halo_answer_invalid`.
 */
export async function listWebhooks(api: HaloApi): Promise<HaloWebhook[]> {
  const call = apiCall(api, `${api.resourceUrl}/Webhook?type=${String(TYPE_OUTBOUND)}`, { kind: 'webhook' });
  const value = answerJson(await api.send(call), call, LIMITS);
  const rows = isJsonObject(value) ? value['webhooks'] : value;
  if (!Array.isArray(rows)) throw invalidAnswer("Halo's answer is no list of webhooks.", call, 'not_a_list');
  return (rows as readonly JsonValue[]).map(webhookOf).filter((webhook) => webhook !== null); // isArray widens to any[]
}

/** One webhook with its events; null where it is gone (404). @throws as `listWebhooks`. */
export async function readWebhook(api: HaloApi, id: string): Promise<HaloWebhook | null> {
  const url = `${api.resourceUrl}/Webhook/${encodeURIComponent(id)}?includedetails=true`;
  const call = apiCall(api, url, { kind: 'webhook' });
  const exchange = await api.send(call);
  if (exchange.status === 404) {
    if (isHtml(exchange)) throw invalidAnswer('A web page says 404, not Halo.', call, 'html_not_found');
    return null;
  }
  const webhook = webhookOf(answerJson(exchange, call, LIMITS));
  if (webhook === null || webhook.id !== id.toLowerCase())
    throw invalidAnswer("Halo's answer is not the webhook asked for.", call, 'other_record');
  return webhook;
}
