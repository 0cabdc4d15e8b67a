const EPOCH = Date.UTC(2026, 0, 1);
// A run has about two thousand events; one that asks itself in circles never comes to rest.
const MAX_EVENTS = 100_000;

/** Event time in milliseconds: whatever is due next happens next, and nobody waits for it. */
export class Timeline {
  #now = 0;
  #events = 0;
  // Latest first, so that the next one is at the end.
  readonly #due: { readonly at: number; readonly work: () => void }[] = [];

  get now(): number {
    return this.#now;
  }

  after(ms: number, work: () => void): void {
    const at = this.#now + ms;
    let low = 0;
    for (let high = this.#due.length; low < high;) {
      const middle = (low + high) >>> 1;
      // Of two at one time the one that was ordered first happens first.
      if ((this.#due[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, { at, work });
  }

  /** Until nothing is due any more. */
  drain(): void {
    for (let next = this.#due.pop(); next !== undefined; next = this.#due.pop()) {
      if (++this.#events > MAX_EVENTS) throw new Error('The model never comes to rest.');
      this.#now = next.at;
      next.work();
    }
  }
}

/** The database's clock. */
export const instant = (ms: number): Date => new Date(EPOCH + ms);
