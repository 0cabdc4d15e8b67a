import type { Gap } from './gap';
import { mergeGaps } from './gap';

// Merged at the latest when this many wait: an outage is long, its gaps are few.
const MERGE_AT = 256;

/** Gaps that are not yet written down, because Postgres is away. */
export class GapMemory {
  #gaps: Gap[] = [];

  note(gaps: readonly Gap[]): void {
    this.#gaps.push(...gaps);
    if (this.#gaps.length >= MERGE_AT) this.#gaps = mergeGaps(this.#gaps);
  }

  drain(): Gap[] {
    const gaps = mergeGaps(this.#gaps);
    this.#gaps = [];
    return gaps;
  }
}
