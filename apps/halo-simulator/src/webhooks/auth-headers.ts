import type { HaloWebhook } from './webhook';

/** Codes 0 and 3 were seen, 1 is inferred, 4 is ours; see the webhook's schema. */
export function authHeaders(webhook: HaloWebhook): Readonly<Record<string, string>> {
  const secret = webhook.basic_password ?? '';
  switch (webhook.authentication_type) {
    case 1:
      return { authorization: `Basic ${Buffer.from(`${webhook.basic_username ?? ''}:${secret}`).toString('base64')}` };
    case 3:
      return { [(webhook.authentication_header ?? 'x-halo-secret').toLowerCase()]: secret };
    case 4:
      return { authorization: `Bearer ${secret}` };
    default:
      return {};
  }
}
