import { json, nothing } from '../http/answer';
import { authHeaders } from '../webhooks/auth-headers';
import { flag } from '../http/call';
import { pageOf } from './page';
import { readArray } from './record-answer';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import type { Halo } from '../halo';
import type { Route } from './route';

/** /WebhookEvent: the deliveries that Halo keeps (paged, newest first by default), and sending one again by POST. */
export async function webhookEventAnswer(halo: Halo, call: Call, { segments }: Route): Promise<Answer> {
  if (call.method === 'POST') return sendAgain(halo, await call.body());
  if (call.method !== 'GET') return nothing(405, { allow: 'GET,POST' });
  if (segments[1] !== undefined) {
    const event = halo.dispatch.log.get(segments[1]);
    return event === undefined ? nothing(404) : json(event);
  }
  const kept = halo.dispatch.log.of(call.query.get('webhook_id')?.toLowerCase());
  const events = flag(call.query, 'orderdesc') === false ? [...kept] : [...kept].reverse();
  // Positions stand in for ids: the paging rules are those of every list.
  const page = pageOf(
    'ticket',
    events.map((_, position) => position),
    call.query,
    halo.settings.profile,
  );
  const rows = page.ids.flatMap((position) => events[position] ?? []);
  return json({ ...page.echoed, record_count: page.recordCount, webhookevents: rows });
}

/** The same bytes once more, under the same delivery id; not with lightweight logs (documented). */
async function sendAgain(halo: Halo, body: string): Promise<Answer> {
  const elements = readArray(body);
  if ('problem' in elements) return elements.problem;
  const id = elements.fields[0]?.['id'];
  const event = typeof id === 'string' ? halo.dispatch.log.get(id.toLowerCase()) : undefined;
  const webhook = event === undefined ? undefined : halo.webhooks.get(event.webhook_id);
  if (event === undefined || webhook === undefined) return nothing(404);
  if (event.requestbody === null) return json({ message: 'This delivery cannot be re-sent.' }, 400);
  const answer = await halo.dispatch
    .sendRaw(webhook.url, event.requestbody, authHeaders(webhook))
    .catch(() => undefined);
  return json({ ...event, responsestatus: String(answer?.status ?? 0), responsebody: answer?.body ?? '' }, 201);
}
