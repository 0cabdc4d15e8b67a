import { z } from 'zod';
import { json } from '../http/answer';
import { EVENTS, eventByLabel } from '../webhooks/event-catalogue';
import { shownWebhook } from '../rest/webhook-answer';
import { BATCHINGS, PAYLOADS } from '../webhooks/webhook';
import type { Halo } from '../halo';
import type { Fields } from '../world/entity';
import type { ControlRoute } from './control-router';

const webhookBody = z.strictObject({
  url: z.url(),
  name: z.string().default('Halosync'),
  payload: z.enum(PAYLOADS).default('small'),
  /** Without it all events. */
  events: z.array(z.string()).optional(),
  auth: z
    .strictObject({
      type: z.enum(['none', 'basic', 'header', 'bearer']),
      username: z.string().optional(),
      password: z.string().optional(),
      header: z.string().optional(),
      value: z.string().optional(),
    })
    .default({ type: 'none' }),
  batching: z
    .strictObject({
      mode: z.enum(BATCHINGS).default('off'),
      delaySeconds: z.number().min(0).default(1),
      limit: z.int().min(0).default(0),
    })
    .prefault({}),
  autoDisableAttempts: z.int().min(0).default(0),
  lightweightLogs: z.boolean().default(false),
});
type WebhookBody = z.output<typeof webhookBody>;

const delivery = z.strictObject({
  url: z.url(),
  body: z.unknown().optional(),
  rawBase64: z.base64().optional(),
  headers: z.record(z.string(), z.string()).default({}),
});

const AUTHENTICATION_TYPES = { none: 0, basic: 1, header: 3, bearer: 4 } as const;

export function webhookRoutes(halo: Halo): readonly ControlRoute[] {
  const { webhooks, dispatch } = halo;
  const shown = () => webhooks.all().map((webhook) => shownWebhook(webhooks, webhook, true));
  return [
    { method: 'GET', path: /^\/webhooks$/, answer: () => json({ items: shown() }) },
    { method: 'GET', path: /^\/events$/, answer: () => json({ items: EVENTS }) },
    {
      method: 'POST',
      path: /^\/webhooks$/,
      answer: ({ body }) => {
        const asked = webhookBody.parse(body);
        const labels = asked.events ?? EVENTS.map(({ label }) => label);
        const events = labels.map((label) => eventByLabel(label));
        const unknown = labels.filter((_, position) => events[position] === undefined);
        if (unknown.length > 0)
          return json({ error: 'unknown events', unknown, known: EVENTS.map(({ label }) => label) }, 422);
        const webhook = webhooks.save(haloFields(asked));
        for (const event of events) {
          if (event !== undefined)
            webhooks.saveNotification({ webhook_id: webhook.id, eventno: event.eventno, name: event.label });
        }
        return json(shownWebhook(webhooks, webhook, true), 201);
      },
    },
    {
      method: 'DELETE',
      path: /^\/webhooks\/([\w-]+)$/,
      answer: ({ params }) =>
        webhooks.remove(params[0] ?? '') ? json({ removed: true }) : json({ error: 'no such webhook' }, 404),
    },
    {
      method: 'POST',
      path: /^\/deliver$/,
      answer: async ({ body }) => {
        const asked = delivery.parse(body);
        const bytes =
          asked.rawBase64 === undefined ? JSON.stringify(asked.body ?? null) : Buffer.from(asked.rawBase64, 'base64');
        try {
          const { status, body: text, ms } = await dispatch.sendRaw(asked.url, bytes, asked.headers);
          return json({ status, body: text, ms });
        } catch (error) {
          return json({ status: 0, body: '', ms: 0, error: error instanceof Error ? error.message : 'unknown' }, 502);
        }
      },
    },
    {
      method: 'POST',
      path: /^\/idle$/,
      answer: async ({ call }) => {
        const idle = await dispatch.idle(Number(call.query.get('timeoutms') ?? 30_000) || 30_000);
        return json({ idle, pending: dispatch.pending }, idle ? 200 : 504);
      },
    },
  ];
}

function haloFields({ url, name, payload, auth, batching, autoDisableAttempts, lightweightLogs }: WebhookBody): Fields {
  return {
    url,
    name,
    authentication_type: AUTHENTICATION_TYPES[auth.type],
    basic_username: auth.username,
    basic_password: auth.type === 'basic' ? auth.password : auth.value,
    authentication_header: auth.header,
    payload_type: PAYLOADS.indexOf(payload),
    batch_method: BATCHINGS.indexOf(batching.mode),
    batch_delay_seconds: batching.delaySeconds,
    batch_limit: batching.limit,
    auto_disable_attempts: autoDisableAttempts,
    use_lightweight_logs: lightweightLogs,
  };
}
