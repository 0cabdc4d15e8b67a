import { Refused, Unreachable } from './failures';

// Testing a connection makes several calls to Halo, each with a timeout of its own.
const TIMEOUT_MS = 90_000;

/** Who asks: by key, or signed in as a person. */
export type Credentials =
  { readonly apiKey: string } | { readonly email: string; readonly password: string } | { readonly nobody: true };

/** An answer with its headers, where a command needs them. */
export interface Answered {
  readonly body: unknown;
  readonly headers: Headers;
}

/** The gateway's REST API. */
export class Api {
  #headers: Promise<Record<string, string>> | undefined;

  constructor(
    readonly url: string,
    private readonly credentials: Credentials,
  ) {}

  get(path: string, query: Readonly<Record<string, string | number | undefined>> = {}): Promise<unknown> {
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    );
    const text = new URLSearchParams(given).toString();
    return this.call('GET', text === '' ? path : `${path}?${text}`);
  }

  post(path: string, body?: unknown): Promise<unknown> {
    return this.call('POST', path, body);
  }

  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    return (await this.answer(method, path, body)).body;
  }

  /** @throws Refused where the answer is not 2xx, Unreachable where there is none. */
  async answer(method: string, path: string, body?: unknown): Promise<Answered> {
    this.#headers ??= this.#signIn();
    return this.#send(method, path, await this.#headers, body);
  }

  async #signIn(): Promise<Record<string, string>> {
    if ('apiKey' in this.credentials) return { authorization: `Bearer ${this.credentials.apiKey}` };
    if ('nobody' in this.credentials) return {};
    const origin = new URL(this.url).origin;
    const { headers } = await this.#send('POST', '/api/v1/session', { origin }, this.credentials);
    const cookie = headers.getSetCookie().map((set) => set.split(';')[0]);
    return { cookie: cookie.join('; '), origin };
  }

  async #send(method: string, path: string, headers: Record<string, string>, body: unknown): Promise<Answered> {
    const response = await this.#fetch(method, path, headers, body);
    const text = await response.text();
    const parsed = parsedOrText(text);
    if (!response.ok) throw Refused.from(response.status, parsed);
    return { body: parsed, headers: response.headers };
  }

  async #fetch(method: string, path: string, headers: Record<string, string>, body: unknown): Promise<Response> {
    try {
      return await fetch(this.url + path, {
        method,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new Unreachable(
        `No gateway answers at ${this.url} (${cause}).\n  Start one with npm start, or name another with --url or HALOSYNC_URL.`,
      );
    }
  }
}

function parsedOrText(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
