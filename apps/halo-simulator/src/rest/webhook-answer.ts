import { flag } from '../http/call';
import { json, nothing, modelState } from '../http/answer';
import { readArray } from './record-answer';
import { testDelivery } from '../webhooks/test-delivery';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import type { Halo } from '../halo';
import type { HaloWebhook } from '../webhooks/webhook';
import type { WebhookShelf } from '../webhooks/webhook-shelf';
import type { Fields } from '../world/entity';
import type { Route } from './route';

/** /Webhook: a bare array, ids are GUIDs, POST takes an array (documented). */
export async function webhookAnswer(halo: Halo, call: Call, { segments }: Route): Promise<Answer> {
  const id = segments[1];
  if (id === undefined) {
    if (call.method === 'POST') return saveWebhooks(halo, await call.body());
    if (call.method !== 'GET') return nothing(405, { allow: 'GET,POST' });
    const type = call.query.get('type');
    const shown = halo.webhooks.all().filter((webhook) => type === undefined || String(webhook.type) === type);
    return json(shown.map((webhook) => shownWebhook(halo.webhooks, webhook, false)));
  }
  const webhook = halo.webhooks.get(id);
  if (webhook === undefined) return nothing(404);
  if (call.method === 'DELETE') {
    halo.webhooks.remove(id);
    return json({ id: webhook.id });
  }
  return call.method === 'GET'
    ? json(shownWebhook(halo.webhooks, webhook, flag(call.query, 'includedetails') === true))
    : nothing(405);
}

/** Secrets are written, not read back (our choice; no report shows one). Events only with `includedetails=true`. */
export function shownWebhook(webhooks: WebhookShelf, webhook: HaloWebhook, details: boolean): Fields {
  const events = webhooks.notificationsOf(webhook.id);
  return { ...webhook, basic_password: null, events: details ? events : null };
}

async function saveWebhooks(halo: Halo, body: string): Promise<Answer> {
  const elements = readArray(body);
  if ('problem' in elements) return elements.problem;
  const saved: Fields[] = [];
  for (const element of elements.fields) {
    if (typeof element['id'] === 'string' && halo.webhooks.get(element['id']) === undefined) return nothing(404);
    const problem = unusable(element);
    if (problem !== undefined) return problem;
    const webhook = halo.webhooks.save(element);
    if (Array.isArray(element['events'])) attach(halo, webhook.id, element['events'] as readonly Fields[]); // JSON objects; checked one by one when saved
    const tested = element['_test'] === true ? { _test_result: await testDelivery(halo, webhook) } : {};
    saved.push({ ...shownWebhook(halo.webhooks, webhook, true), ...tested });
  }
  return json(saved[0], halo.settings.profile.postStatus);
}

function unusable(element: Fields): Answer | undefined {
  const url = element['url'];
  const isNew = typeof element['id'] !== 'string';
  if ((isNew || url !== undefined) && !(typeof url === 'string' && URL.canParse(url))) {
    return modelState({ '[0].url': ['The url field is not a valid fully-qualified http, https, or ftp URL.'] });
  }
  const note = element['note'];
  return typeof note === 'string' && note.length > 4000
    ? modelState({ '[0].note': ['Max length is 4000.'] })
    : undefined;
}

/** The list given takes the place of the events that were attached. */
function attach(halo: Halo, webhookId: string, events: readonly Fields[]): void {
  const kept = new Set<number>();
  for (const event of events) kept.add(halo.webhooks.saveNotification({ ...event, webhook_id: webhookId }).id);
  for (const { id } of halo.webhooks.notificationsOf(webhookId))
    if (!kept.has(id)) halo.webhooks.removeNotification(id);
}
