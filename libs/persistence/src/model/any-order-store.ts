import type { RelayBatch, RelayStore } from '../relay';
import type { Interleaving } from './interleaving';
import type { VersionRow, VersionRows } from './version-rows';

// Several rounds for a few dozen rows.
const SMALL_BATCH = 3;

export interface AnyOrderProtections {
  /** A flag on each row says what waits; else everything beyond the last id published. */
  readonly flagsRows: boolean;
  /** Rows that another relay holds are left out. */
  readonly locksRows: boolean;
}

/** The inbox: any number of relays, each with rows of its own (FOR UPDATE SKIP LOCKED). */
export class AnyOrderStore implements RelayStore<VersionRow> {
  readonly #locked = new Set<VersionRow>();
  #lastId = 0;

  constructor(
    private readonly rows: VersionRows,
    private readonly interleaving: Interleaving,
    private readonly protections: AnyOrderProtections,
  ) {}

  async transaction<T>(work: (batch: RelayBatch<VersionRow>) => Promise<T>): Promise<T> {
    const { interleaving } = this;
    let taken: readonly VersionRow[] = [];
    let marked: readonly VersionRow[] = [];
    await interleaving.riskyTurn();
    try {
      const result = await work({
        take: async (limit) => {
          await interleaving.riskyTurn();
          taken = this.#take(Math.min(limit, SMALL_BATCH));
          await interleaving.riskyTurn();
          return taken;
        },
        markPublished: async (rows) => {
          await interleaving.riskyTurn();
          marked = rows;
          await interleaving.riskyTurn();
        },
      });
      await interleaving.riskyTurn();
      for (const row of marked) {
        row.isPublished = true;
        this.#lastId = Math.max(this.#lastId, row.id);
      }
      // COMMIT took place, and nobody may hear of it.
      await interleaving.riskyTurn();
      return result;
    } finally {
      for (const row of taken) this.#locked.delete(row);
    }
  }

  #take(limit: number): VersionRow[] {
    const { flagsRows, locksRows } = this.protections;
    const rows = this.rows
      .waiting()
      .filter((row) => (flagsRows || row.id > this.#lastId) && !(locksRows && this.#locked.has(row)))
      .slice(0, limit);
    for (const row of rows) this.#locked.add(row);
    return rows;
  }
}
