import type { IncomingHttpHeaders } from 'node:http';

/** Recognises requests that our own pages made. */
export class OwnOrigin {
  readonly #publicOrigin: string;

  constructor(publicUrl: string) {
    this.#publicOrigin = new URL(publicUrl).origin;
  }

  isOwn(headers: IncomingHttpHeaders): boolean {
    const { origin } = headers;
    // Set by browsers and by no page's script.
    if (origin === undefined) return headers['sec-fetch-site'] === 'same-origin';
    return origin === this.#publicOrigin || this.#isHost(origin, headers.host);
  }

  /** A request that names a foreign page as its origin; programs name none. */
  isForeign(headers: IncomingHttpHeaders): boolean {
    return headers.origin !== undefined && !this.isOwn(headers);
  }

  /** The page may be open under another name of this machine than PUBLIC_URL; it then posts to where it came from. */
  #isHost(origin: string, host: string | undefined): boolean {
    if (host === undefined || !URL.canParse(origin)) return false;
    const { protocol, host: originHost } = new URL(origin);
    const isDowngrade = this.#publicOrigin.startsWith('https:') && protocol !== 'https:';
    return originHost === host.toLowerCase() && !isDowngrade;
  }
}
