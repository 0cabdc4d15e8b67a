import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text: a session, an API key, a set-up token. */
export function newSecretToken(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What the database holds of it. The token has 256 random bits, so a plain digest gives nothing away. */
export function secretTokenDigest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
