import type { RelayBatch, RelayStore } from '../relay';
import type { Interleaving } from './interleaving';
import type { VersionRow, VersionRows } from './version-rows';

const SMALL_BATCH = 3;

export interface StampedRow {
  readonly row: VersionRow;
  readonly position: number;
}

export interface OrderProtections {
  /** One relay at a time; without it each at least leaves out the rows of the others. */
  readonly locks: boolean;
  /** Positions are committed before anything is sent under them. */
  readonly stampsFirst: boolean;
}

/** The outbox of a service: one relay at a time under a lock, which stamps positions in the order of ids, then publishes. */
export class OneRelayStore implements RelayStore<StampedRow> {
  readonly #held = new Set<VersionRow>();
  #isLocked = false;

  constructor(
    private readonly rows: VersionRows,
    private readonly interleaving: Interleaving,
    private readonly protections: OrderProtections,
  ) {}

  async transaction<T>(work: (batch: RelayBatch<StampedRow>) => Promise<T>): Promise<T> {
    const { interleaving, protections } = this;
    let taken: readonly StampedRow[] = [];
    let marked: readonly StampedRow[] = [];
    await interleaving.riskyTurn();
    while (protections.locks && this.#isLocked) await interleaving.turn();
    this.#isLocked = true;
    try {
      if (protections.stampsFirst) await this.#stamp();
      const result = await work({
        take: async (limit) => {
          await interleaving.riskyTurn();
          taken = this.#take(Math.min(limit, SMALL_BATCH));
          await interleaving.riskyTurn();
          return taken;
        },
        markPublished: async (stamped) => {
          await interleaving.riskyTurn();
          marked = stamped;
          await interleaving.riskyTurn();
        },
      });
      await interleaving.riskyTurn();
      for (const { row, position } of marked) this.#settle(row, position);
      await interleaving.riskyTurn();
      return result;
    } finally {
      for (const { row } of taken) this.#held.delete(row);
      this.#isLocked = false;
    }
  }

  /** A transaction of its own: all of these positions, or none. */
  async #stamp(): Promise<void> {
    const { interleaving, rows } = this;
    await interleaving.riskyTurn();
    const seen = rows.waiting().filter(({ position }) => position === null);
    const first = rows.lastPosition + 1;
    await interleaving.riskyTurn();
    seen.forEach((row, index) => (row.position = first + index));
    rows.lastPosition = Math.max(rows.lastPosition, first + seen.length - 1);
    await interleaving.riskyTurn();
  }

  #take(limit: number): StampedRow[] {
    const waiting = this.rows.waiting().filter((row) => !this.#held.has(row));
    const ready = this.protections.stampsFirst
      ? waiting.filter(({ position }) => position !== null).sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
      : waiting;
    return ready.slice(0, limit).map((row, index) => {
      this.#held.add(row);
      return { row, position: row.position ?? this.rows.lastPosition + 1 + index };
    });
  }

  #settle(row: VersionRow, position: number): void {
    row.isPublished = true;
    if (this.protections.stampsFirst) return;
    // Without the lock somebody may have stamped meanwhile; then these come after.
    row.position = this.protections.locks ? position : this.rows.lastPosition + 1;
    this.rows.lastPosition = row.position;
  }
}
