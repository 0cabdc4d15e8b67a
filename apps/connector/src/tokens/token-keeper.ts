import { setTimeout as sleep } from 'node:timers/promises';
import type { Secret } from '@halosync/config';
import { AppError } from '@halosync/errors';
import { requestToken } from '@halosync/halo-client';
import type { HeldLease, Leases } from '@halosync/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import type { Connection } from '../connections/connection';
import { setStatus } from '../connections/connection';
import type { HaloGate } from '../gate/halo-gate';
import type { SecretStore } from '../secrets/secret-store';
import type { TokenStore } from './token-store';

export interface HeldToken {
  readonly accessToken: Secret;
  readonly epoch: number;
}

interface CachedToken extends HeldToken {
  /** On the monotonic clock, as the two below. */
  readonly loadedAt: number;
  readonly freshUntil: number;
  readonly validUntil: number;
}

// Plain secrets are not kept longer than that (S12).
const CACHE_MS = 5 * 60_000;
const FAILURE_WINDOW_MS = 5 * 60_000;
const MAX_FAILURES = 3;
// Within a lease of 30 s: a slot, the call, two statements.
const SLOT_WITHIN_MS = 12_000;
const CALL_WITHIN_MS = 12_000;
const WAIT_MS = 40_000;
const LOOK_AGAIN_MS = 100;
/** Answers that only a person can change. */
const REFUSED: ReadonlySet<string> = new Set([
  'invalid_client',
  'auth_method',
  'invalid_scope',
  'tenant_unknown',
  'tenant_required',
]);

/** Keeps each connection signed in: however many ask, over all replicas one asks Halo (M12). */
export class TokenKeeper {
  readonly #cache = new Map<string, CachedToken>();
  readonly #refreshing = new Map<string, Promise<HeldToken>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SecretStore,
    private readonly store: TokenStore,
    private readonly leases: Leases,
    private readonly gate: HaloGate,
  ) {}

  /** A token that should work. @throws AppError `auth_failed`, or a retryable one. */
  async current(connection: Connection): Promise<HeldToken> {
    const cached = this.#recent(connection.id) ?? (await this.#load(connection.id));
    const now = performance.now();
    if (cached !== null && now < cached.freshUntil) return cached;
    try {
      return await this.#refreshed(connection, cached?.epoch ?? 0);
    } catch (error) {
      // A token in the last fifth of its life still works.
      if (cached !== null && now < cached.validUntil && error instanceof AppError && error.retryable) return cached;
      throw error;
    }
  }

  /** After a 401: the newer token that somebody has got meanwhile, or a new one. */
  async after401(connection: Connection, epoch: number): Promise<HeldToken> {
    this.#cache.delete(connection.id);
    const stored = await this.#load(connection.id);
    return stored !== null && stored.epoch > epoch ? stored : this.#refreshed(connection, epoch);
  }

  /** A new token, whatever the one held is good for. */
  async renew(connection: Connection): Promise<HeldToken> {
    const stored = await this.#load(connection.id);
    return this.#refreshed(connection, stored?.epoch ?? 0);
  }

  forget(connectionId: string): void {
    this.#cache.delete(connectionId);
  }

  #recent(connectionId: string): CachedToken | null {
    const cached = this.#cache.get(connectionId);
    return cached === undefined || performance.now() > cached.loadedAt + CACHE_MS ? null : cached;
  }

  /** @param known the epoch that will not do. */
  async #refreshed(connection: Connection, known: number): Promise<HeldToken> {
    const underWay = this.#refreshing.get(connection.id);
    if (underWay !== undefined) return underWay;
    const refresh = this.#refresh(connection, known).finally(() => this.#refreshing.delete(connection.id));
    this.#refreshing.set(connection.id, refresh);
    return refresh;
  }

  async #refresh(connection: Connection, known: number): Promise<HeldToken> {
    const deadline = performance.now() + WAIT_MS;
    while (performance.now() < deadline) {
      const lease = await this.leases.take(`token:${connection.id}`);
      try {
        const stored = await this.#load(connection.id);
        if (stored !== null && stored.epoch > known) return stored;
        if (lease !== null) return await this.#signIn(connection, lease);
      } catch (error) {
        // Whoever took over while this process stood still has a newer token than the one that came here in the end.
        const stored = isLost(error) ? await this.#load(connection.id) : null;
        if (stored !== null && stored.epoch > known) return stored;
        throw error;
      } finally {
        if (lease !== null) await this.leases.release(lease);
      }
      await sleep(LOOK_AGAIN_MS);
    }
    throw new AppError('timeout', 'Another process is signing in to Halo and does not finish.', { retryable: true });
  }

  async #signIn(connection: Connection, lease: HeldLease): Promise<HeldToken> {
    if ((await this.store.failures(connection.id, FAILURE_WINDOW_MS)) >= MAX_FAILURES) {
      throw new AppError(
        'unavailable',
        'Signing in to Halo failed three times in five minutes; it is tried again later.',
        { retryable: true },
      );
    }
    const clientSecret = await this.secrets.get(connection.id, 'client_secret');
    if (clientSecret === null) throw new AppError('auth_failed', 'The connection has no secret any more.');
    try {
      const purpose = { lane: 'console', reason: 'token', slotWithinMs: SLOT_WITHIN_MS } as const;
      const { accessToken, expiresInSeconds } = await requestToken(
        { ...connection, clientSecret },
        (call) => this.gate.send(connection, purpose, call),
        { timeoutMs: CALL_WITHIN_MS },
      );
      await this.dataSource.transaction(async (manager) => {
        await this.leases.assertHeld(manager, lease);
        await assertWanted(manager, connection);
        await this.store.write(manager, connection.id, accessToken, expiresInSeconds);
      });
    } catch (error) {
      await this.#failed(connection, error);
      throw error;
    }
    const stored = await this.#load(connection.id);
    if (stored === null) throw new AppError('auth_failed', 'The connection was disconnected while it signed in.');
    return stored;
  }

  async #failed(connection: Connection, error: unknown): Promise<void> {
    // Waiting for a slot in vain was no attempt.
    if (error instanceof AppError && ['budget_timeout', 'lease_lost'].includes(error.code)) return;
    await this.store.noteFailure(connection.id, FAILURE_WINDOW_MS);
    if (error instanceof AppError && REFUSED.has(error.code))
      await setStatus(this.dataSource, connection.id, 'active', 'auth_failed');
  }

  async #load(connectionId: string): Promise<CachedToken | null> {
    const now = performance.now();
    const stored = await this.store.read(connectionId);
    if (stored === null || stored.validForMs <= 0) {
      this.#cache.delete(connectionId);
      return null;
    }
    const { accessToken, epoch, freshForMs, validForMs } = stored;
    const cached = { accessToken, epoch, loadedAt: now, freshUntil: now + freshForMs, validUntil: now + validForMs };
    this.#cache.set(connectionId, cached);
    return cached;
  }
}

const isLost = (error: unknown): boolean => error instanceof AppError && error.code === 'lease_lost';

/** A connection that was disconnected meanwhile must not find itself signed in (M14: the token dies first). */
async function assertWanted(manager: EntityManager, { id, generation }: Connection): Promise<void> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM connection WHERE id = $1 AND generation = $2 AND status IN ('active', 'auth_failed', 'paused') FOR SHARE`,
    [id, generation],
  );
  if (rows.length === 0) throw new AppError('lease_lost', 'The connection was disconnected while it signed in.');
}
