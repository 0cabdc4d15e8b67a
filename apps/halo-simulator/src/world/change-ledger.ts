import type { Change } from './change';

export interface Slice<T> {
  readonly items: readonly T[];
  /** Pass as `after` to go on. */
  readonly next: number;
}

const KEPT = 400_000;

/** Every change in order; the oldest are forgotten beyond the limit, and `first` says from where the ledger is whole. */
export class ChangeLedger {
  private changes: Change[] = [];

  add(change: Change): void {
    this.changes.push(change);
    if (this.changes.length > KEPT * 1.1) this.changes = this.changes.slice(-KEPT);
  }

  get first(): number {
    return this.changes[0]?.version ?? 0;
  }

  after(version: number, limit: number): Slice<Change> {
    const from = lowerBound(this.changes, version);
    const items = this.changes.slice(from, from + limit);
    return { items, next: items.at(-1)?.version ?? version };
  }

  all(): readonly Change[] {
    return [...this.changes];
  }
}

function lowerBound(changes: readonly Change[], version: number): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.version ?? Infinity) <= version) low = middle + 1;
    else high = middle;
  }
  return low;
}
