import type { EntityName } from './entity';
import type { Overlay, Stored } from './entity-store';

interface Undo {
  readonly at: number;
  readonly entity: EntityName;
  readonly id: number;
  readonly before: Stored | null;
}

/** The longest cache is 120 s old. */
const KEPT_MS = 130_000;

/** Remembers what records were before their latest changes, so that a list can be answered as of some seconds ago. */
export class RecentPast {
  private undos: Undo[] = [];

  constructor(private readonly now: () => number) {}

  remember(entity: EntityName, id: number, before: Stored | undefined): void {
    const at = this.now();
    this.undos.push({ at, entity, id, before: before ?? null });
    const oldest = this.undos[0];
    if (oldest !== undefined && oldest.at < at - 2 * KEPT_MS)
      this.undos = this.undos.filter((undo) => undo.at >= at - KEPT_MS);
  }

  /** A cache that is filled anew every `cacheSeconds` shows the world as it was at the last filling. */
  asOfLastFilling(entity: EntityName, cacheSeconds: number): { readonly overlay: Overlay; readonly filledAt: number } {
    const period = cacheSeconds * 1000;
    const filledAt = Math.floor(this.now() / period) * period;
    const overlay = new Map<number, Stored | null>();
    for (const undo of this.undos) {
      if (undo.entity === entity && undo.at > filledAt && !overlay.has(undo.id)) overlay.set(undo.id, undo.before);
    }
    return { overlay, filledAt };
  }
}
