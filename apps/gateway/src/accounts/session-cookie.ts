import type { IncomingHttpHeaders } from 'node:http';

/** The cookie that carries a session. Browsers drop `__Host-` on plain http, so there it has a plain name. */
export class SessionCookie {
  readonly #name: string;
  readonly #attributes: string;

  constructor(isHttps: boolean) {
    this.#name = isHttps ? '__Host-halosync' : 'halosync';
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;
  }

  set(value: string, maxAgeSeconds: number): string {
    return `${this.#name}=${value}; Max-Age=${String(maxAgeSeconds)}; ${this.#attributes}`;
  }

  clear(): string {
    return `${this.#name}=; Max-Age=0; ${this.#attributes}`;
  }

  read(headers: IncomingHttpHeaders): string | null {
    for (const pair of (headers.cookie ?? '').split(';')) {
      const [name, value] = pair.trim().split(/=(.*)/s);
      if (name === this.#name && value !== undefined && value !== '') return value;
    }
    return null;
  }
}
