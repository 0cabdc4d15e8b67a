import { json, modelState, nothing } from '../http/answer';
import { readArray } from './record-answer';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import type { Halo } from '../halo';
import type { Route } from './route';

/** /Notification attaches events to webhooks, one object per event; numbers may come as strings (seen). */
export async function notificationAnswer(halo: Halo, call: Call, route: Route): Promise<Answer> {
  if (route.segments[1] === undefined) {
    if (call.method === 'POST') return save(halo, await call.body());
    if (call.method !== 'GET') return nothing(405, { allow: 'GET,POST' });
    const webhookId = call.query.get('webhook_id')?.toLowerCase();
    const all = halo.webhooks.allNotifications();
    return json(webhookId === undefined ? all : all.filter(({ webhook_id }) => webhook_id === webhookId));
  }
  const notification = route.id === null ? undefined : halo.webhooks.notification(route.id);
  if (notification === undefined) return nothing(404);
  if (call.method === 'GET') return json(notification);
  if (call.method !== 'DELETE') return nothing(405, { allow: 'GET,DELETE' });
  halo.webhooks.removeNotification(notification.id);
  return json({ id: notification.id });
}

function save(halo: Halo, body: string): Answer {
  const elements = readArray(body);
  if ('problem' in elements) return elements.problem;
  const bad = elements.fields.findIndex(
    ({ eventno, id }) => !Number.isInteger(Number(eventno ?? (id === undefined ? NaN : 0))),
  );
  if (bad !== -1) return modelState({ [`[${String(bad)}].eventno`]: ['The eventno field is required.'] });
  const saved = elements.fields.map((fields) => halo.webhooks.saveNotification(fields));
  return saved.length === 0
    ? modelState({ '': ['A non-empty request body is required.'] })
    : json(saved[0], halo.settings.profile.postStatus);
}
