import type { Interleaving } from './interleaving';
import type { VersionRow, VersionRows } from './version-rows';

/** Reads the outbox by "everything beyond my cursor", as `StreamChanges` and replay do. */
export class StreamReader {
  readonly read: VersionRow[] = [];
  /** Positions that were not there when a later one was. */
  readonly gaps: number[] = [];
  #cursor = 0;

  constructor(
    private readonly rows: VersionRows,
    private readonly interleaving: Interleaving,
  ) {}

  async follow(looks: number): Promise<void> {
    for (; looks > 0; looks--) {
      for (let turns = this.interleaving.below(8); turns >= 0; turns--) await this.interleaving.turn();
      this.look();
    }
  }

  look(): void {
    const beyond = this.rows.committed
      .flatMap((row) => (row.position !== null && row.position > this.#cursor ? [{ row, position: row.position }] : []))
      .sort((a, b) => a.position - b.position);
    for (const { row, position } of beyond) {
      if (position !== this.#cursor + 1) this.gaps.push(this.#cursor + 1);
      this.#cursor = position;
      this.read.push(row);
    }
  }
}
