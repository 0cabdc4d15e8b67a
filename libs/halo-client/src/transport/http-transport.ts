import { Secret } from '@halosync/config';
import { AppError } from '@halosync/errors';
import { Agent } from 'undici';
import type { buildConnector, Dispatcher } from 'undici';
import { targetOf } from '../address/address-guard';
import type { AddressGuard, Target } from '../address/address-guard';
import { parseWebAddress } from '../address/parse-web-address';
import { refusal } from '../connection/refusal';
import type { Exchange, HaloCall } from './halo-call';
import { networkFailure } from './network-failure';
import { readBody } from './read-body';

export interface HttpTransportParts {
  readonly guard: AddressGuard;
  readonly connect: buildConnector.connector;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly monotonicMs: () => number;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** One HTTP exchange at a time, each with an end. Made by `createTransport`. */
export class HttpTransport {
  readonly #parts: HttpTransportParts;
  readonly #agent: Agent;
  /** Connections being opened, by origin: a call that runs out of time meanwhile has met a silent host, not a slow one. */
  readonly #opening = new Map<string, number>();

  constructor(parts: HttpTransportParts) {
    this.#parts = parts;
    // Time is kept below, for the exchange as a whole; undici's own timers would only blur the verdict.
    this.#agent = new Agent({ connect: this.#counted(parts.connect), headersTimeout: 0, bodyTimeout: 0 });
  }

  /** @throws AppError `url_invalid`, `http_refused`, `private_address_refused`: what can be said without a connection. */
  checkUrl(text: string): void {
    this.#parts.guard.checkUrl(webAddress(text));
  }

  /**
   * Sends one request and reads its answer to the end. Redirects are not followed.
   * @throws AppError: no answer (`dns_not_found`, `connect_refused`, `connect_timeout`, `tls_untrusted`, `tls_expired`,
   * `tls_name`, `timeout`, `halo_unreachable`), an address that is not called (`url_invalid`, `http_refused`,
   * `private_address_refused`), `redirect_refused`, or a body that cannot be read (`halo_answer_invalid`).
   */
  async exchange(call: HaloCall): Promise<Exchange> {
    const start = this.#parts.monotonicMs();
    const url = webAddress(call.url);
    this.#parts.guard.checkUrl(url);
    const target = targetOf(url);
    const timeoutMs = call.timeoutMs ?? this.#parts.timeoutMs;
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(this.#timeout(url, target, timeoutMs)), timeoutMs);
    const giveUp = (): void => end.abort(this.#timeout(url, target, this.#parts.monotonicMs() - start));
    call.signal?.addEventListener('abort', giveUp, { once: true });
    if (call.signal?.aborted === true) giveUp();
    try {
      const answer = await unlessAborted(end.signal, this.#agent.request(requestOptions(call, url, end.signal)));
      const headers = flatHeaders(answer.headers);
      if (REDIRECTS.has(answer.statusCode)) {
        answer.body.on('error', () => {}).destroy(); // an unread body complains of its end
        throw refusal('redirect_refused', {
          host: target.hostname,
          location: redirectTarget(headers['location'], url),
        });
      }
      const body = await readBody(
        answer.body,
        { encoding: headers['content-encoding'], length: Number(headers['content-length'] ?? NaN) },
        this.#parts.maxBodyBytes,
      );
      return { status: answer.statusCode, headers, body, ms: this.#parts.monotonicMs() - start };
    } catch (error) {
      // What the clock cut off looks like many other failures; the reason is the truth.
      throw networkFailure(end.signal.aborted ? end.signal.reason : error, target, this.#parts.connectTimeoutMs / 1000);
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', giveUp);
    }
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #timeout(url: URL, { hostname: host }: Target, timeoutMs: number): AppError {
    const seconds = Math.round(timeoutMs / 100) / 10;
    if ((this.#opening.get(url.origin) ?? 0) > 0) return refusal('connect_timeout', { host, seconds });
    return new AppError('timeout', `${host} did not answer in ${seconds} s.`, {
      retryable: true,
      details: { host, seconds },
    });
  }

  #counted(connect: buildConnector.connector): buildConnector.connector {
    return (options, callback) => {
      const origin = new URL(`${options.protocol}//${options.host ?? options.hostname}`).origin;
      const count = (step: number): void => void this.#opening.set(origin, (this.#opening.get(origin) ?? 0) + step);
      count(1);
      connect(options, (...result) => {
        count(-1);
        callback(...result);
      });
    };
  }
}

function webAddress(text: string): URL {
  const url = parseWebAddress(text);
  if (url === null) throw refusal('url_invalid');
  return url;
}

/** undici hears of an abort only once it is connected, which may be never. */
function unlessAborted<T>(signal: AbortSignal, answer: Promise<T>): Promise<T> {
  answer.catch(() => {}); // it may still fail after it was given up
  return new Promise((done, fail) => {
    const giveUp = (): void => fail(signal.reason as AppError); // only AppErrors end an exchange here
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    answer.then(done, fail);
  });
}

function requestOptions(call: HaloCall, url: URL, signal: AbortSignal): Dispatcher.RequestOptions {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': 'halosync',
  };
  for (const [name, value] of Object.entries(call.headers)) headers[name.toLowerCase()] = revealed(value);
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: call.method,
    headers,
    body: call.body === undefined ? null : revealed(call.body),
    signal,
  };
}

function revealed(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value;
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** Where a redirect leads, without the query: it may carry a token. */
function redirectTarget(location: string | undefined, from: URL): string {
  if (location === undefined || !URL.canParse(location, from.href)) return 'nowhere';
  const { origin, pathname } = new URL(location, from);
  return (origin + pathname).slice(0, 200);
}
