import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { GatewayKeys } from '../keys/gateway-keys';
import type { Endpoint, WebhookCredential } from './endpoint';

/** What the database holds of a credential. All parts go into one digest: they are always compared together. */
export function credentialDigest(
  keys: GatewayKeys,
  connectionId: string,
  credential: { readonly type: 'basic' | 'header'; readonly name: string; readonly secret: string },
): Buffer {
  return keys.mac('webhook-credential', [connectionId, credential.type, credential.name, credential.secret]);
}

/** Whether the request carries what the connection asks for beside the token. */
export function hasCredential(keys: GatewayKeys, endpoint: Endpoint, headers: IncomingHttpHeaders): boolean {
  if (endpoint.credentials.length === 0) return true;
  let isRight = false;
  for (const credential of endpoint.credentials) {
    const presented = presentedFor(credential, headers);
    const digest = credentialDigest(keys, endpoint.connectionId, presented);
    // No early end: which of two secrets fits is nobody's business.
    isRight = timingSafeEqual(digest, credential.digest) || isRight;
  }
  return isRight;
}

function presentedFor(
  credential: WebhookCredential,
  headers: IncomingHttpHeaders,
): { type: 'basic' | 'header'; name: string; secret: string } {
  if (credential.type === 'header') {
    const value = headers[credential.name];
    return { type: 'header', name: credential.name, secret: typeof value === 'string' ? value : '' };
  }
  const encoded = /^basic +([a-z0-9+/=_-]+) *$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const [name = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(/:(.*)/s);
  return { type: 'basic', name, secret };
}
