import type { GatewayKeys } from '../keys/gateway-keys';

/** What a token is made of; of these the database holds all, but not the key. */
export interface TokenSource {
  readonly connectionId: string;
  readonly generation: number;
  readonly salt: Buffer;
}

/**
 * The secret part of a callback URL, 256 bits. It is computed, not stored, so that the URL can be shown again while
 * the database gives nobody a way to forge a webhook.
 */
export function callbackToken(keys: GatewayKeys, source: TokenSource): string {
  const parts = [source.connectionId, String(source.generation), source.salt];
  return keys.mac('webhook-token', parts).toString('base64url');
}

/** What the database holds of a token. */
export function tokenDigest(keys: GatewayKeys, token: string): Buffer {
  return keys.mac('webhook-digest', [token]);
}

export function callbackUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/webhooks/halo/${token}`;
}
