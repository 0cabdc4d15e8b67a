import type { Interleaving } from './interleaving';

export interface VersionRow {
  readonly id: number;
  readonly record: number;
  /** Of the record, from 1 on. */
  readonly revision: number;
  isPublished: boolean;
  /** Given by the relay where positions are given at all. */
  position: number | null;
}

const RECORDS = 3;

/** A table of committed rows. Ids come from a sequence at INSERT, and commit in any order; the rows of one record do not. */
export class VersionRows {
  readonly committed: VersionRow[] = [];
  readonly #revisions = new Map<number, number>();
  readonly #lockedRecords = new Set<number>();
  #sequence = 0;
  /** The last position given, committed with the rows that got theirs. */
  lastPosition = 0;

  constructor(private readonly interleaving: Interleaving) {}

  waiting(): VersionRow[] {
    return this.committed.filter(({ isPublished }) => !isPublished).sort((a, b) => a.id - b.id);
  }

  /** One writer, transaction by transaction; some roll back, and leave a hole in the ids. */
  async write(transactions: number): Promise<void> {
    const { interleaving } = this;
    for (let done = 0; done < transactions; done++) {
      const record = interleaving.below(RECORDS);
      await interleaving.turn();
      while (this.#lockedRecords.has(record)) await interleaving.turn();
      this.#lockedRecords.add(record);
      const id = ++this.#sequence;
      const revision = (this.#revisions.get(record) ?? 0) + 1;
      for (let turns = interleaving.below(6); turns > 0; turns--) await interleaving.turn();
      if (!interleaving.chance(0.1)) {
        this.#revisions.set(record, revision);
        this.committed.push({ id, record, revision, isPublished: false, position: null });
      }
      this.#lockedRecords.delete(record);
    }
  }
}
