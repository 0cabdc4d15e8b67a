import type { KeyRing } from '../keys/key-ring';

/** What a token is made of; of these the database holds all, but not the key. */
export interface TokenSource {
  readonly connectionId: string;
  readonly generation: number;
  readonly salt: Buffer;
  readonly keyId: string;
}

/**
 * The secret part of a callback URL, 256 bits. It is computed, not stored, so that the URL can be shown again while
 * the database gives nobody a way to forge a webhook.
 */
export function callbackToken(keys: KeyRing, source: TokenSource): string {
  return keys
    .mac(source.keyId, 'webhook-token', [source.connectionId, String(source.generation), source.salt])
    .toString('base64url');
}

/** What the database holds of a token. */
export function tokenDigest(keys: KeyRing, keyId: string, token: string): Buffer {
  return keys.mac(keyId, 'webhook-digest', [token]);
}

export function callbackUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/webhooks/halo/${token}`;
}
