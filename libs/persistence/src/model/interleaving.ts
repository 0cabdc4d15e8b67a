import { setImmediate as settled } from 'node:timers/promises';

/** What somebody sees whose process died, or whose broker or database did not answer. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/**
 * Decides by a seed who goes on next. Whoever awaits a turn stands still until it is drawn, so every await of the code
 * under test is a place where all others may do something, and where its process may die.
 */
export class Interleaving {
  readonly #waiting: (() => void)[] = [];
  #state: number;
  /** Probability that a process dies at a place where it may. */
  faultRate = 0.04;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** A turn after which the process may be dead. @throws Fault */
  async riskyTurn(): Promise<void> {
    await this.turn();
    if (this.chance(this.faultRate)) throw new Fault('killed');
  }

  /** Until nobody waits any more. */
  async run(actors: readonly Promise<void>[]): Promise<void> {
    const all = Promise.all(actors);
    for (;;) {
      // Lets everybody come to the next place where a turn is awaited.
      await settled();
      const [next] = this.#waiting.splice(this.below(this.#waiting.length), 1);
      if (next === undefined) break;
      next();
    }
    await all;
  }

  /** mulberry32 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }
}
