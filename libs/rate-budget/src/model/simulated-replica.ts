import { budgetTiming } from '../budget-timing';
import type { ClockReading } from '../clock-step';
import type { Grant, SeenWaiter } from '../decide-grant';
import type { Lane } from '../lane';
import type { EventQueue } from './event-queue';
import type { SeededRandom } from './seeded-random';
import type { SimulatedStore } from './simulated-store';

export interface SimulatedRequest {
  readonly lane: Lane;
  /** From asking for a slot to the grant. */
  readonly waitedMs: number;
  readonly grantedAt: number;
}

export interface ReplicaSurroundings {
  readonly events: EventQueue;
  readonly random: SeededRandom;
  readonly store: SimulatedStore;
  readonly windowMs: number;
  readonly databaseNow: () => number;
  /** How long the process stands still at this very moment: between a grant and its use, or before a release. */
  readonly stumbleMs: () => number;
  /** Sends now; gives back how long the answer takes. */
  readonly send: (request: SimulatedRequest) => number;
}

interface WaitingWorker {
  readonly since: number;
  /** Whether it wants the next one right after the answer. */
  readonly isGreedy: boolean;
}

// The real loop looks every second; every ten make the model ten times as fast and lose next to nothing.
const LOOKS_PER_WINDOW = 30;

/** One connector process: workers that wait, a loop that asks for them all, requests under way. Its own clock runs a little off. */
export class SimulatedReplica {
  readonly #waiting = new Map<Lane, WaitingWorker[]>();
  #reference: ClockReading;
  #frozenUntil = 0;
  #seenAt = 0;
  #isAlive = true;
  #wakeUp = 0;

  constructor(
    private readonly around: ReplicaSurroundings,
    private readonly clockRate: number,
  ) {
    const now = this.#clock(around.events.now);
    this.#reference = around.store.note({ askedMs: now, answeredMs: now });
  }

  want(lane: Lane, isGreedy: boolean): void {
    const waiting = this.#waiting.get(lane) ?? [];
    this.#waiting.set(lane, waiting);
    waiting.push({ since: this.around.events.now, isGreedy });
    if (waiting.length === 1) this.#askAt(this.around.events.now);
  }

  /** SIGKILL: nothing it knew is released, its rows stay until they are stale. False if it was dead already. */
  kill(): boolean {
    if (!this.#isAlive) return false;
    this.#seenAt = this.around.databaseNow();
    this.#isAlive = false;
    return true;
  }

  /** SIGSTOP: everything it would do happens later, while its clock goes on. */
  freeze(ms: number): void {
    if (ms === 0) return;
    this.#seenAt = this.around.databaseNow();
    this.#frozenUntil = Math.max(this.#frozenUntil, this.around.events.now + ms);
  }

  /** Adds the rows that this process left in the table. */
  showWaiters(rows: SeenWaiter[]): void {
    const isRunning = this.#isAlive && this.#frozenUntil <= this.around.events.now;
    // A running one renews its rows about every second.
    const seenAt = isRunning ? this.around.databaseNow() - 500 : this.#seenAt;
    for (const [lane, waiting] of this.#waiting) if (waiting.length > 0) rows.push({ lane, seenAt });
  }

  /** Runs it now if the process lives and is not frozen; when it thaws if it is. */
  #soon(at: number, run: () => void): void {
    this.around.events.at(at, () => {
      if (!this.#isAlive) return;
      if (this.#frozenUntil > this.around.events.now) this.#soon(this.#frozenUntil, run);
      else run();
    });
  }

  /** Of all wake-ups the newest counts: a worker that comes wakes the loop. */
  #askAt(at: number): void {
    const wakeUp = ++this.#wakeUp;
    this.#soon(at, () => {
      if (wakeUp === this.#wakeUp) this.#ask();
    });
  }

  #ask(): void {
    const { events, random, store, windowMs } = this.around;
    const asking = [...this.#waiting].filter(([, waiting]) => waiting.length > 0).map(([lane]) => lane);
    if (asking.length === 0) return;
    const clock = {
      askedMs: this.#clock(events.now - random.between(0, 2)),
      answeredMs: this.#clock(events.now + random.between(0, 2)),
    };
    const { decision, reading, reference } = store.tryGrant(asking, this.#reference, clock);
    this.#reference = reference;
    if (decision.kind === 'grant') {
      this.#hand(decision, reading);
      this.#askAt(events.now + random.between(1, 3));
    } else {
      const sleepMs = Math.min(decision.waitMs, windowMs / LOOKS_PER_WINDOW);
      this.#askAt(events.now + sleepMs + random.between(0, windowMs / 60_000));
    }
  }

  #hand(grant: Grant, { databaseMs, askedMs, knownStepsMs }: ClockReading): void {
    const { events, random, store, windowMs } = this.around;
    const worker = this.#waiting.get(grant.lane)?.shift();
    if (worker === undefined) {
      store.giveBack(grant.slot, grant.epoch);
      return;
    }
    this.freeze(this.around.stumbleMs());
    const request = { lane: grant.lane, waitedMs: events.now - worker.since, grantedAt: events.now };
    this.#soon(events.now + random.between(0, 2), () => {
      if (this.#clock(events.now) > askedMs + budgetTiming(windowMs).sendByMs) {
        store.giveBack(grant.slot, grant.epoch);
        this.want(grant.lane, worker.isGreedy);
        return;
      }
      const latencyMs = this.around.send(request);
      this.freeze(this.around.stumbleMs());
      this.#soon(events.now + latencyMs, () => {
        store.release(grant.slot, grant.epoch, databaseMs + (this.#clock(events.now) - askedMs) - knownStepsMs);
        if (worker.isGreedy) this.want(grant.lane, true);
      });
    });
  }

  #clock(at: number): number {
    return at * this.clockRate;
  }
}
