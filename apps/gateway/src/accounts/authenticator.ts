import type { IncomingHttpHeaders } from 'node:http';
import type { ApiKeys } from './api-keys';
import { API_KEY_PREFIX } from './api-keys';
import type { Identity } from './identity';
import type { SessionCookie } from './session-cookie';
import type { Sessions } from './sessions';

/** Finds out who makes a request: by API key, else by session. */
export class Authenticator {
  constructor(
    private readonly keys: ApiKeys,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
  ) {}

  async identify(headers: IncomingHttpHeaders): Promise<Identity | null> {
    const { authorization } = headers;
    if (authorization !== undefined) {
      const token = /^bearer +(\S{1,200}) *$/i.exec(authorization)?.[1] ?? '';
      // Somebody who shows a wrong key does not get in by the cookie beside it.
      return token.startsWith(API_KEY_PREFIX) ? this.keys.identify(token) : null;
    }
    const session = this.cookie.read(headers);
    return session === null ? null : this.sessions.identify(session);
  }
}
