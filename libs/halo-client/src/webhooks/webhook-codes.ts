/** What a webhook asks of its receiver beside the URL. `other`: a certificate, a bearer token, or what a later version adds. */
export type WebhookAuthType = 'none' | 'basic' | 'header' | 'other';
export type WebhookPayload = 'small' | 'full' | 'event_only' | 'custom' | 'unknown';

// Seen: 0 and 3; inferred: 1.
const AUTH_CODES = { none: 0, basic: 1, header: 3 } as const;
// Their names are documented, their codes are not: the order of Halo's page is assumed. Whoever believes `full` checks
// the payload itself too.
const PAYLOADS: readonly WebhookPayload[] = ['small', 'full', 'event_only'];

/** One delivery per occurrence. */
export const NO_BATCHING = 0;
export const METHOD_POST = 0;
/** What Halo calls a standard webhook; 1 is a runbook (seen). */
export const TYPE_OUTBOUND = 0;
export const FULL_PAYLOAD = 1;

export function authTypeOf(code: number): WebhookAuthType {
  if (code === AUTH_CODES.none) return 'none';
  if (code === AUTH_CODES.basic) return 'basic';
  return code === AUTH_CODES.header ? 'header' : 'other';
}

export function authCode(type: Exclude<WebhookAuthType, 'other'>): number {
  return AUTH_CODES[type];
}

export function payloadOf(code: number, isCustom: boolean): WebhookPayload {
  return isCustom ? 'custom' : (PAYLOADS[code] ?? 'unknown');
}
