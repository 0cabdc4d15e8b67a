import { afterThrottling, type Throttled } from '../after-throttling';
import { budgetTiming, type BudgetTiming } from '../budget-timing';
import { clockStep, type ClockReading } from '../clock-step';
import { decideGrant, type Grant, type SeenWaiter, type Wait } from '../decide-grant';
import type { Lane } from '../lane';
import { requestLimit, type LimitState } from '../request-limit';

/** A mechanism that is left out, to show that the model notices. */
export type Weakness =
  'stamped_when_sent' | 'fixed_window' | 'per_process' | 'no_margin' | 'no_epoch' | 'no_clock_guard';

interface Slot {
  freeAt: number;
  epoch: number;
}

/** What the tables hold, and what the statements do with it: each method is one transaction. Times are the database's. */
export class SimulatedStore {
  #limits: LimitState;
  readonly #slots: Slot[];
  readonly #timing: BudgetTiming;
  #tat = 0;
  #grantsSinceFloor = 0;
  #knownStepsMs = 0;
  #grantsInWindow = { window: -1, grants: 0 };

  constructor(
    private readonly options: {
      readonly limit: number;
      readonly windowMs: number;
      readonly now: () => number;
      readonly waiters: () => SeenWaiter[];
      readonly weakness: Weakness | undefined;
    },
  ) {
    const { limit, windowMs } = options;
    this.#limits = {
      windowMs,
      configured: limit,
      sharePercent: 100,
      learned: null,
      throttledAt: null,
      blockedUntil: 0,
    };
    this.#slots = Array.from({ length: limit }, () => ({ freeAt: 0, epoch: 0 }));
    const timing = budgetTiming(windowMs);
    const marginMs = options.weakness === 'no_margin' ? timing.restMs - windowMs : 0;
    this.#timing = { ...timing, restMs: timing.restMs - marginMs, busyMs: timing.busyMs - marginMs };
  }

  /** What a holder notes before its first grant. */
  note(clock: { readonly askedMs: number; readonly answeredMs: number }): ClockReading {
    return { databaseMs: this.options.now(), ...clock, knownStepsMs: this.#knownStepsMs };
  }

  /** `clock` is the holder's own; gives back the reading to compare the next one with. */
  tryGrant(
    asking: readonly Lane[],
    reference: ClockReading,
    clock: { readonly askedMs: number; readonly answeredMs: number },
  ): { readonly decision: Grant | Wait; readonly reading: ClockReading; readonly reference: ClockReading } {
    const { windowMs, weakness } = this.options;
    const now = this.options.now();
    let reading = { databaseMs: now, ...clock, knownStepsMs: this.#knownStepsMs };
    const stepMs = weakness === 'no_clock_guard' ? 0 : clockStep(reference, reading);
    if (stepMs !== 0) this.#step(stepMs, now);
    reading = { ...reading, knownStepsMs: this.#knownStepsMs };
    const isKept = stepMs >= 0 && clock.askedMs - reference.answeredMs <= windowMs / 5;
    return { decision: this.#decide(asking, now), reading, reference: isKept ? reference : reading };
  }

  /** The answer ended now; by the holder's clock, counted from the grant on, at `endedAt` and the steps known since. */
  release(slot: number, epoch: number, endedAt: number): void {
    const ended = Math.max(this.options.now(), endedAt + this.#knownStepsMs);
    if (this.options.weakness !== 'stamped_when_sent') this.#free(slot, epoch, ended + this.#timing.restMs);
  }

  /** Nothing was sent. */
  giveBack(slot: number, epoch: number): void {
    this.#free(slot, epoch, this.options.now());
  }

  get limit(): number {
    return requestLimit(this.#limits, this.options.now());
  }

  setShare(sharePercent: number): void {
    this.#limits = { ...this.#limits, sharePercent };
  }

  throttle(answer: Throttled): void {
    this.#limits = afterThrottling(this.#limits, answer, this.options.now());
  }

  #free(slot: number, epoch: number, freeAt: number): void {
    const held = this.#slot(slot);
    if (held.epoch === epoch || this.options.weakness === 'no_epoch') held.freeAt = freeAt;
  }

  #decide(asking: readonly Lane[], now: number): Grant | Wait {
    const limit = requestLimit(this.#limits, now);
    const { windowMs, weakness } = this.options;
    const gate = this.#gate(limit);
    const decision = decideGrant(
      {
        ...{ now, windowMs, limit, blockedUntil: this.#limits.blockedUntil, tat: this.#tat },
        ...{ grantsSinceFloor: this.#grantsSinceFloor, gate: this.#seen(gate, now), waiters: this.options.waiters() },
      },
      asking,
    );
    if (decision.kind === 'wait') return decision;
    this.#tat = decision.tat;
    this.#grantsSinceFloor = decision.grantsSinceFloor;
    this.#grantsInWindow.grants += 1;
    const held = this.#slot(gate);
    held.epoch = decision.epoch;
    held.freeAt = weakness === 'stamped_when_sent' ? now + this.#timing.restMs : now + this.#timing.busyMs;
    return decision;
  }

  /** The slot at place `limit`, latest first: the first to be free where there are no more slots than the limit. */
  #gate(limit: number): number {
    if (limit === this.#slots.length) {
      let best = 0;
      for (let slot = 1; slot < limit; slot++) if (this.#slot(slot).freeAt < this.#slot(best).freeAt) best = slot;
      return best;
    }
    const order = this.#slots
      .map((_, slot) => slot)
      .sort((one, other) => this.#slot(other).freeAt - this.#slot(one).freeAt);
    return order[limit - 1] ?? 0;
  }

  #seen(slot: number, now: number): { slot: number; freeAt: number; epoch: number } {
    const { epoch, freeAt } = this.#slot(slot);
    if (this.options.weakness !== 'fixed_window') return { slot, freeAt, epoch };
    const window = Math.floor(now / this.options.windowMs);
    if (window !== this.#grantsInWindow.window) this.#grantsInWindow = { window, grants: 0 };
    const isFull = this.#grantsInWindow.grants >= this.#slots.length;
    return { slot, epoch, freeAt: isFull ? (window + 1) * this.options.windowMs : 0 };
  }

  #step(stepMs: number, now: number): void {
    this.#knownStepsMs += stepMs;
    const forwardMs = Math.max(stepMs, 0);
    for (const slot of this.#slots) slot.freeAt = Math.min(slot.freeAt + forwardMs, now + this.#timing.busyMs);
    this.#tat += forwardMs;
    const blockedUntil = Math.min(this.#limits.blockedUntil + forwardMs, now + this.options.windowMs);
    this.#limits = { ...this.#limits, blockedUntil };
  }

  #slot(slot: number): Slot {
    const held = this.#slots[slot];
    if (held === undefined) throw new Error('No such slot.');
    return held;
  }
}
