import type { RelayBatch, RelayStore } from '../relay';
import type { Interleaving } from './interleaving';
import type { VersionRow, VersionRows } from './version-rows';

const SMALL_BATCH = 3;

export interface StampedRow {
  readonly row: VersionRow;
  readonly position: number;
}

/** The outbox of a service: one relay at a time under a lock, which stamps positions in the order of ids. */
export class OneRelayStore implements RelayStore<StampedRow> {
  readonly #held = new Set<VersionRow>();
  #isLocked = false;

  /** @param locks whether the lock is taken; without it each relay at least leaves out the rows of the others. */
  constructor(
    private readonly rows: VersionRows,
    private readonly interleaving: Interleaving,
    private readonly locks: boolean,
  ) {}

  async transaction<T>(work: (batch: RelayBatch<StampedRow>) => Promise<T>): Promise<T> {
    const { interleaving, rows } = this;
    let taken: readonly StampedRow[] = [];
    let marked: readonly StampedRow[] = [];
    await interleaving.riskyTurn();
    while (this.locks && this.#isLocked) await interleaving.turn();
    this.#isLocked = true;
    try {
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
      for (const { row, position } of marked) {
        row.isPublished = true;
        // Without the lock somebody may have stamped meanwhile; then these come after.
        row.position = this.locks ? position : rows.lastPosition + 1;
        rows.lastPosition = row.position;
      }
      await interleaving.riskyTurn();
      return result;
    } finally {
      for (const { row } of taken) this.#held.delete(row);
      this.#isLocked = false;
    }
  }

  #take(limit: number): StampedRow[] {
    const waiting = this.rows.waiting().filter((row) => !this.#held.has(row));
    return waiting.slice(0, limit).map((row, index) => {
      this.#held.add(row);
      return { row, position: this.rows.lastPosition + 1 + index };
    });
  }
}
