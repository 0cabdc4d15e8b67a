import { AppError, failureClass, fullJitterMs } from '@halosync/errors';
import { budgetTiming } from './budget-timing';
import type { Demand, TimedGrant, TimedWait } from './grant-store';
import type { Lane } from './lane';

export interface AcquireOptions {
  /** From now, in ms; without one it waits for as long as it takes. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

export interface GrantQueueOptions {
  readonly tryGrant: (demand: Demand) => Promise<TimedGrant | TimedWait>;
  /** Takes back a grant that nobody wanted any more; nothing was sent with it. */
  readonly giveBack: (grant: TimedGrant) => void;
  /** Tells the other replicas that nobody waits here any more. */
  readonly withdraw: () => Promise<void>;
  /** Asking failed for the nth time in a row; it goes on. */
  readonly onFailure?: (error: unknown, attempt: number) => void;
  readonly random: () => number;
}

interface Waiter {
  readonly lane: Lane;
  readonly settle: (outcome: TimedGrant | Error) => void;
}

// Postgres is away: look again at least this often, since people wait.
const RETRY_CAP_MS = 2_000;

/**
 * All that wait in this process for one instance, first come first served within a lane. One loop asks for them all, so
 * fifty workers cost Postgres no more than one, and none of them wakes another for nothing.
 */
export class GrantQueue {
  readonly #waiters = new Set<Waiter>();
  #loop: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #isKicked = false;
  /** Whether the shared table may still say that somebody waits here. */
  #isShown = false;
  #lastFailure: unknown;

  constructor(private readonly options: GrantQueueOptions) {}

  /** @throws AppError `budget_timeout` at the deadline; the signal's reason; what Postgres said, if it cannot pass by itself. */
  acquire(lane: Lane, { deadlineMs, signal }: AcquireOptions): Promise<TimedGrant> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(reasonOf(signal));
        return;
      }
      const onAbort = (): void => waiter.settle(signal === undefined ? new Error() : reasonOf(signal));
      const waiter: Waiter = {
        lane,
        settle: (outcome) => {
          if (!this.#waiters.delete(waiter)) return;
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          if (!(outcome instanceof Error)) {
            resolve(outcome);
            return;
          }
          this.#kick();
          reject(outcome);
        },
      };
      const timer =
        deadlineMs === undefined
          ? undefined
          : setTimeout(() => waiter.settle(this.#timeout(lane, deadlineMs)), deadlineMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      const isFirst = ![...this.#waiters].some((other) => other.lane === lane);
      this.#waiters.add(waiter);
      if (isFirst) this.#kick();
      this.#loop ??= this.#run();
    });
  }

  /** Refuses all that wait, and ends. */
  async close(reason: Error): Promise<void> {
    for (const waiter of [...this.#waiters]) waiter.settle(reason);
    await this.#loop;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (this.#waiters.size > 0) {
      try {
        this.#isKicked = false;
        const outcome = await this.#tryOnce();
        failures = 0;
        if (outcome.kind === 'grant') this.#hand(outcome);
        else await this.#sleep(this.#sleepMs(outcome), true);
      } catch (error) {
        this.#lastFailure = error;
        if (failureClass(error) !== 'transient') this.#refuseAll(error);
        else {
          failures += 1;
          this.options.onFailure?.(error, failures);
          await this.#sleep(fullJitterMs(failures - 1, this.options.random, RETRY_CAP_MS), false);
        }
      }
    }
    if (this.#isShown) await this.#withdraw();
    this.#loop = this.#waiters.size > 0 ? this.#run() : undefined;
  }

  async #tryOnce(): Promise<TimedGrant | TimedWait> {
    const demand = this.#demand();
    const asking = this.#waiters.size;
    this.#isShown = true;
    const outcome = await this.options.tryGrant(demand);
    this.#lastFailure = undefined;
    if (outcome.kind === 'grant') this.#isShown = asking > 1;
    return outcome;
  }

  async #withdraw(): Promise<void> {
    // Others heed the rows for two seconds at most, so a failure here costs next to nothing.
    await this.options.withdraw().catch(() => undefined);
    this.#isShown = false;
  }

  #hand(grant: TimedGrant): void {
    for (const waiter of this.#waiters) {
      if (waiter.lane === grant.lane) {
        waiter.settle(grant);
        return;
      }
    }
    this.options.giveBack(grant);
  }

  /** Until something can change, but no longer than half the life of our rows; a little jitter parts the replicas. */
  #sleepMs({ waitMs, windowMs }: TimedWait): number {
    return Math.min(waitMs, budgetTiming(windowMs).staleMs / 2) + (this.options.random() * windowMs) / 60_000;
  }

  #demand(): Demand {
    const demand = new Map<Lane, number>();
    for (const { lane } of this.#waiters) demand.set(lane, (demand.get(lane) ?? 0) + 1);
    return demand;
  }

  #kick(): void {
    this.#isKicked = true;
    this.#wake?.();
  }

  async #sleep(ms: number, endsByKick: boolean): Promise<void> {
    if (endsByKick && this.#isKicked) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      if (!endsByKick) return;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  #refuseAll(error: unknown): void {
    const reason = error instanceof Error ? error : new Error(String(error));
    for (const waiter of [...this.#waiters]) waiter.settle(reason);
  }

  #timeout(lane: Lane, deadlineMs: number): AppError {
    return new AppError('budget_timeout', 'No call to Halo became free in time.', {
      retryable: true,
      cause: this.#lastFailure,
      details: { lane, deadlineMs },
    });
  }
}

function reasonOf(signal: AbortSignal): Error {
  // An abort may carry any value.
  return signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason });
}
