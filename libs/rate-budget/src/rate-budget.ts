import { AppError, messageOf } from '@halosync/errors';
import { silentLog, type Log } from '@halosync/observability';
import { BudgetAdmin } from './budget-admin';
import type { BudgetSnapshot } from './budget-snapshot';
import { budgetStatements } from './budget-statements';
import { budgetTiming } from './budget-timing';
import { GrantQueue, type AcquireOptions } from './grant-queue';
import { GrantStore, type TimedGrant } from './grant-store';
import type { HeldSlot } from './held-slot';
import type { Lane } from './lane';
import { SlotInUse, type SendingSlot } from './slot-in-use';
import { SlotReleases } from './slot-releases';
import { runTimed, withClient, type ClientSource } from './transaction';

export interface RateBudgetOptions {
  /** A `pg` pool, or whatever lends its clients. */
  readonly pool: ClientSource;
  /** Names this process among the replicas; a new one for each start. */
  readonly holder: string;
  /** Where `budgetTables` are; `connector` unless said otherwise. */
  readonly schema?: string;
  readonly log?: Log;
  /** Monotonic, milliseconds. */
  readonly now?: () => number;
  readonly random?: () => number;
}

/**
 * Halo's rate limit, shared by all replicas through Postgres: never more than the limit in any window (M8). A grant is a slot
 * that stays busy until its request can no longer count at Halo; a holder that dies loses it by time alone.
 */
export class RateBudget {
  readonly #queues = new Map<string, GrantQueue>();
  readonly #now: () => number;
  readonly #log: Log;
  readonly #store: GrantStore;
  readonly #admin: BudgetAdmin;
  readonly #releases: SlotReleases;
  readonly #statements: ReturnType<typeof budgetStatements>;
  #isClosed = false;

  constructor(private readonly options: RateBudgetOptions) {
    const { pool: source, holder, schema = 'connector' } = options;
    this.#now = options.now ?? (() => performance.now());
    this.#log = options.log ?? silentLog;
    this.#statements = budgetStatements(schema);
    const shared = { source, statements: this.#statements, now: this.#now };
    this.#store = new GrantStore({
      ...shared,
      holder,
      onClockStep: (instance, stepMs) =>
        this.#log.warn("the database's clock stepped", { instance, stepMs: Math.round(stepMs) }),
    });
    this.#releases = new SlotReleases({
      ...shared,
      onGivenUp: (instance, error) =>
        this.#log.warn('slot not released, it frees itself', { instance, error: messageOf(error) }),
    });
    this.#admin = new BudgetAdmin(source, this.#statements);
  }

  /**
   * Makes the budget, or changes its limit (requests) and window (ms). Both are safe at any time: a raise adds slots, a cut
   * counts what is still busy. Each process calls it when it starts, since it notes the database's clock as well: a step that
   * comes before the first note of a process is not seen by that process.
   */
  async ensure(instance: string, settings: { readonly limit: number; readonly windowMs: number }): Promise<void> {
    await this.#admin.ensure(instance, settings);
    await this.#store.note(instance);
  }

  /** The share of Halo's limit that a person leaves to us, in per cent (above 0, up to 100). */
  setCap(instance: string, sharePercent: number): Promise<void> {
    return this.#admin.setCap(instance, sharePercent);
  }

  /**
   * Waits for a slot, runs `send` with it, and releases it when the answer ended, whatever came of it. `send` makes exactly
   * one request, and its promise settles when the answer has ended (body read) or was given up. Where it came too late to
   * send (`assertFresh` threw) nothing was sent, and the slot is free at once.
   * @throws AppError `budget_timeout` (retryable) at the deadline, `unavailable` after `close`; what `send` throws.
   */
  async withSlot<T>(
    instance: string,
    lane: Lane,
    options: AcquireOptions,
    send: (slot: SendingSlot) => Promise<T>,
  ): Promise<T> {
    const slot = await this.acquire(instance, lane, options);
    const inUse = new SlotInUse(slot, this.#now, options.signal);
    try {
      return await send(inUse.slot);
    } finally {
      if (inUse.isUnused) this.giveBack(instance, slot);
      else this.release(instance, slot);
      inUse.end();
    }
  }

  /** A slot that was granted in time to send with it. Whoever takes one this way calls `release` when the answer ended. */
  async acquire(instance: string, lane: Lane, options: AcquireOptions = {}): Promise<HeldSlot> {
    const startedAt = this.#now();
    for (;;) {
      if (this.#isClosed) throw closed();
      const slot = heldSlot(await this.#queue(instance).acquire(lane, this.#left(options, startedAt)));
      if (this.#now() <= slot.sendBy) return slot;
      // The process stood still between the grant and here. Nothing was sent, so the slot need not rest.
      this.giveBack(instance, slot);
    }
  }

  /** The answer ended now. Returns at once; Postgres is told in the background, again and again while it is away. */
  release(instance: string, slot: HeldSlot): void {
    this.#releases.release(instance, slot);
  }

  /** Nothing was sent and nothing will be: the slot is free at once. */
  giveBack(instance: string, slot: Pick<HeldSlot, 'slot' | 'epoch'>): void {
    this.#releases.giveBack(instance, slot);
  }

  /** Halo answered 429: all lanes wait, and its number or a second 429 lowers the limit. */
  report429(
    instance: string,
    {
      retryAfterSeconds,
      learnedLimit,
      learnedWindowSeconds,
    }: {
      readonly retryAfterSeconds: number | null;
      readonly learnedLimit: number | null;
      readonly learnedWindowSeconds: number | null;
    },
  ): Promise<void> {
    const toldWindowMs = learnedWindowSeconds === null ? null : learnedWindowSeconds * 1_000;
    return this.#admin.report429(instance, { retryAfterSeconds, toldLimit: learnedLimit, toldWindowMs });
  }

  /** @throws AppError `not_found` for an instance without a budget. */
  snapshot(instance: string): Promise<BudgetSnapshot> {
    return this.#admin.snapshot(instance);
  }

  /** Refuses all that wait, and tells Postgres of the slots released so far. Call it when the last request has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#queues.values()].map((queue) => queue.close(closed())));
    await this.#releases.settled();
  }

  #queue(instance: string): GrantQueue {
    const known = this.#queues.get(instance);
    if (known !== undefined) return known;
    const queue = new GrantQueue({
      tryGrant: (demand) => this.#store.tryGrant(instance, demand),
      giveBack: (grant) => this.giveBack(instance, grant),
      withdraw: () => this.#withdraw(instance),
      onFailure: (error, attempt) =>
        this.#log.warn('calls to Halo wait for Postgres', { instance, attempt, error: messageOf(error) }),
      random: this.options.random ?? Math.random,
    });
    this.#queues.set(instance, queue);
    return queue;
  }

  async #withdraw(instance: string): Promise<void> {
    const values = [instance, this.options.holder];
    await withClient(this.options.pool, (client) => runTimed(client, { text: this.#statements.withdraw, values }));
  }

  #left({ deadlineMs, signal }: AcquireOptions, startedAt: number): AcquireOptions {
    return {
      ...(deadlineMs !== undefined && { deadlineMs: Math.max(0, startedAt + deadlineMs - this.#now()) }),
      ...(signal !== undefined && { signal }),
    };
  }
}

function heldSlot(grant: TimedGrant): HeldSlot {
  const { sendByMs, hardTimeoutMs, restMs } = budgetTiming(grant.windowMs);
  const { lane, slot, epoch, clock } = grant;
  // Whole milliseconds, downwards: what is read under the slot is not older than this.
  return {
    ...{ lane, slot, epoch, clock, hardTimeoutMs, restMs },
    sendBy: clock.monotonicMs + sendByMs,
    grantedAt: new Date(Math.floor(clock.databaseMs)),
  };
}

function closed(): AppError {
  return new AppError('unavailable', 'The budget is closed: this process is stopping.', { retryable: true });
}
