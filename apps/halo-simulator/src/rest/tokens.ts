import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const claimsSchema = z.object({ jti: z.string(), scope: z.string(), iat: z.number(), exp: z.number() });
export type Claims = z.output<typeof claimsSchema>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Access tokens that prove themselves (HMAC), so that they outlive a restart as Halo's do. */
export class Tokens {
  private notBefore = 0;
  private newest: string | undefined;
  issued = 0;

  constructor(
    private readonly key: string,
    private readonly now: () => number,
  ) {}

  issue(scope: string, lifetimeSeconds: number): string {
    const now = this.now();
    const claims: Claims = { jti: randomUUID(), scope, iat: now, exp: now + lifetimeSeconds * 1000 };
    this.issued += 1;
    this.newest = claims.jti;
    const signed = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${encode(claims)}`;
    return `${signed}.${this.sign(signed)}`;
  }

  /** The claims of a token that still counts. */
  check(token: string, onlyNewest: boolean): Claims | undefined {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const expected = Buffer.from(this.sign(`${header}.${payload}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    if (claims.exp <= this.now() || claims.iat < this.notBefore) return undefined;
    return onlyNewest && this.newest !== undefined && claims.jti !== this.newest ? undefined : claims;
  }

  /** All tokens issued so far are worthless from now on. */
  revokeAll(): void {
    this.notBefore = this.now() + 1;
  }

  private sign(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }
}
