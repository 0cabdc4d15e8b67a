import { timingSafeEqual } from 'node:crypto';
import { AppError } from '@halosync/errors';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import type { GatewayKeys } from '../keys/gateway-keys';
import { tokenDigest } from './callback-token';
import type { Endpoint } from './endpoint';

// A revoked URL is dead on every replica in less than 5 s.
const REFRESH_MS = 2_000;
// Unknown tokens make us look again, since one may have been made a moment ago elsewhere; a flood of them must not.
const RELOAD_GAP_MS = 200;
// Who waits longer for Postgres is told to come again.
const PATIENCE_MS = 2_000;
const NOBODY = Buffer.alloc(32);

/** The callback URLs that work, in memory: a webhook is authenticated without a query, and while Postgres is away. */
export class EndpointSnapshot {
  #endpoints: ReadonlyMap<string, Endpoint> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #next: Promise<void> | undefined;
  #lastStart = -Infinity;
  #isRunning: Promise<void> = Promise.resolve();

  constructor(
    private readonly load: () => Promise<readonly Endpoint[]>,
    private readonly keys: GatewayKeys,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    await this.reload();
    this.#timer = setInterval(() => {
      this.reload().catch((error: unknown) => this.log.warn('callback urls not refreshed', errorFields(error)));
    }, REFRESH_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get endpoints(): readonly Endpoint[] {
    return [...this.#endpoints.values()];
  }

  /** What works as far as is known here; the same work for a known and an unknown token. */
  known(token: string): Endpoint | null {
    const digest = tokenDigest(this.keys, token);
    const candidate = this.#endpoints.get(digest.toString('base64'));
    const isSame = timingSafeEqual(candidate?.digest ?? NOBODY, digest);
    return candidate !== undefined && isSame ? candidate : null;
  }

  /** Looks again where it is unknown. @throws where nobody can be asked whether it is new. */
  async find(token: string): Promise<Endpoint | null> {
    const known = this.known(token);
    if (known !== null) return known;
    await inTime(this.reload());
    return this.known(token);
  }

  /** Reads the callback URLs again; calls that come while one waits share it. It always begins after the call. */
  async reload(): Promise<void> {
    this.#next ??= this.#reloadSoon();
    return this.#next;
  }

  async #reloadSoon(): Promise<void> {
    await this.#isRunning.catch(() => undefined);
    const waitMs = this.#lastStart + RELOAD_GAP_MS - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    this.#lastStart = performance.now();
    this.#next = undefined;
    this.#isRunning = this.load().then((endpoints) => {
      this.#endpoints = new Map(endpoints.map((endpoint) => [endpoint.digest.toString('base64'), endpoint]));
    });
    return this.#isRunning;
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new AppError('unavailable', 'Postgres does not say which callback URLs there are.', {
      retryable: true,
    });
    timer = setTimeout(() => reject(error), PATIENCE_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
