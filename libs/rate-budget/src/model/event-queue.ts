interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Simulated time: runs what is due next, without waiting. A binary heap; events of one moment run in the order given. */
export class EventQueue {
  readonly #heap: Event[] = [];
  #order = 0;
  now = 0;

  at(time: number, run: () => void): void {
    const event = { at: Math.max(time, this.now), order: this.#order++, run };
    let place = this.#heap.push(event) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(event, this.#get(parent))) break;
      this.#heap[place] = this.#get(parent);
      place = parent;
    }
    this.#heap[place] = event;
  }

  runUntil(end: number): void {
    for (let first = this.#heap[0]; first !== undefined && first.at <= end; first = this.#heap[0]) {
      this.#removeFirst();
      this.now = first.at;
      first.run();
    }
    this.now = end;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    const size = this.#heap.length;
    if (last === undefined || size === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && isBefore(this.#get(child + 1), this.#get(child))) child += 1;
      if (!isBefore(this.#get(child), last)) break;
      this.#heap[place] = this.#get(child);
      place = child;
    }
    this.#heap[place] = last;
  }

  #get(place: number): Event {
    const event = this.#heap[place];
    if (event === undefined) throw new Error('No event there.');
    return event;
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
