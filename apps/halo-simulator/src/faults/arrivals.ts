import type { Slice } from '../world/change-ledger';

/** A REST call (token calls too) as the referee counts it; `at` is the monotonic clock, in ms. */
export interface Arrival {
  readonly seq: number;
  readonly at: number;
  readonly wall: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly entity: string | null;
  /** null while it runs, 0 where the connection was cut. */
  status: number | null;
  ms: number | null;
  refused: boolean;
  fault: string | null;
}

const KEPT = 300_000;

export class Arrivals {
  private list: Arrival[] = [];
  private seq = 0;

  add(call: Pick<Arrival, 'at' | 'wall' | 'method' | 'path' | 'query' | 'entity'>): Arrival {
    this.seq += 1;
    const arrival: Arrival = { seq: this.seq, ...call, status: null, ms: null, refused: false, fault: null };
    this.list.push(arrival);
    if (this.list.length > KEPT * 1.1) this.list = this.list.slice(-KEPT);
    return arrival;
  }

  after(seq: number, limit: number): Slice<Arrival> {
    const first = this.list[0]?.seq ?? 0;
    const from = Math.max(0, seq - first + 1);
    const items = this.list.slice(from, from + limit);
    return { items, next: items.at(-1)?.seq ?? seq };
  }

  /** The largest number of arrivals in any window of this length, wherever it begins. */
  highestWithin(windowMs: number): number {
    let highest = 0;
    let tail = 0;
    for (let head = 0; head < this.list.length; head += 1) {
      const now = this.list[head]?.at ?? 0;
      while ((this.list[tail]?.at ?? Infinity) <= now - windowMs) tail += 1;
      highest = Math.max(highest, head - tail + 1);
    }
    return highest;
  }

  get count(): number {
    return this.list.length;
  }

  get refused(): number {
    return this.list.reduce((sum, { status }) => sum + (status === 429 ? 1 : 0), 0);
  }

  reset(): void {
    this.list = [];
  }
}
