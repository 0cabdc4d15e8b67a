import { z } from 'zod';

/** Forms and older clients send numbers as strings; Halo takes both. */
const code = z.coerce.number().int();

/** Halo's own object; names from the published schema, unknown ones are kept. */
export const webhookSchema = z.looseObject({
  id: z.guid().toLowerCase(),
  name: z.string().nullable().default(''),
  note: z.string().max(4000).nullable().default(null),
  url: z.string(),
  active: z.boolean().default(true),
  disabled: z.boolean().default(false),
  /** 0 outbound, 1 runbook (seen). */
  type: code.default(0),
  /** 0 = POST (seen); other codes are not confirmed. */
  method: code.default(0),
  content_type: z.string().nullable().default('application/json'),
  /** 0 none (seen), 1 Basic (inferred), 3 secret in a custom header (seen); 2 certificate and 4 Bearer are our choice. */
  authentication_type: code.default(0),
  basic_username: z.string().nullable().default(null),
  basic_password: z.string().nullable().default(null),
  authentication_header: z.string().nullable().default(null),
  custom_payload: z.boolean().default(false),
  /** The names are documented, the codes are not. Ours: 0 small, 1 full, 2 event information only. */
  payload_type: code.default(0),
  /** Ours: 0 off, 1 same event, 2 same event type, 3 any event. */
  batch_method: code.default(0),
  batch_delay_seconds: z.coerce.number().default(0),
  batch_limit: code.default(0),
  auto_disable_attempts: code.default(0),
  last_auto_disable_date: z.string().nullable().default(null),
  last_status: code.default(0),
  use_lightweight_logs: z.boolean().default(false),
  log_retention_policy_days: code.default(7),
  notify_on_failure: z.boolean().default(false),
  infinite_loop_threshold: code.default(0),
  mappings: z.array(z.looseObject({ finame: z.string().nullish(), key: z.string().nullish() })).default([]),
});
export type HaloWebhook = z.output<typeof webhookSchema>;

export const PAYLOADS = ['small', 'full', 'event-only'] as const;
export type Payload = (typeof PAYLOADS)[number];
export const BATCHINGS = ['off', 'event', 'type', 'any'] as const;

export function payloadOf(webhook: HaloWebhook): Payload {
  return PAYLOADS[webhook.payload_type] ?? 'small';
}

/** One event of one webhook; which numbers mean what is in the event catalogue. */
export const notificationSchema = z.looseObject({
  id: z.number().int(),
  name: z.string().nullable().default(''),
  webhook_id: z.guid().toLowerCase().nullable().default(null),
  type: code.default(-2),
  delivery_method: code.default(6),
  eventno: code,
  conditions: z
    .array(z.looseObject({ fieldname: z.string().nullish() }))
    .nullable()
    .default([]),
});
export type HaloNotification = z.output<typeof notificationSchema>;
