import { randomUUID } from 'node:crypto';
import { authHeaders } from './auth-headers';
import { EVENTS } from './event-catalogue';
import { envelopeText, occurrenceOf } from './occurrence';
import type { Halo } from '../halo';
import type { HaloWebhook } from './webhook';

/** POST /Webhook with `_test: true` sends once, at once, and shows what came back (seen). */
export async function testDelivery(halo: Halo, webhook: HaloWebhook): Promise<object> {
  const { world, settings, clock, dispatch } = halo;
  const [first] = [...world.store('ticket').entries()].filter(([, stored]) => !stored.deleted).slice(0, 1);
  const document = first === undefined ? undefined : world.store('ticket').document(...first);
  const occurrence = occurrenceOf({
    event: EVENTS[1],
    webhook,
    notificationId: 0,
    objectId: first?.[0] ?? 0,
    version: 0,
    deletes: false,
    now: clock.now(),
  });
  const body = envelopeText(occurrence, webhook, document, settings.profile);
  const result = await dispatch.sendRaw(webhook.url, body, authHeaders(webhook)).catch(() => undefined);
  return {
    id: randomUUID(),
    webhook_id: webhook.id,
    status: result !== undefined && result.status < 300 ? 1 : 2,
    responsestatus: String(result?.status ?? 0),
    responsebody: result?.body ?? '',
    requestbody: body,
  };
}
