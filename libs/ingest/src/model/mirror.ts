import { isDeepStrictEqual } from 'node:util';
import { recordKey } from '@halosync/contracts';
import type { Held } from '../copy';
import type { ChunkOutcome } from './chunk-outcome';
import { oneByOne, outcomeOfFold, outcomeOfSteps } from './chunk-outcome';
import type { Protections } from './protections';
import { realRule } from './protections';
import type { Sighting } from './sighting';
import { CONNECTION } from './sighting';
import type { Witness } from './witness';

/** The service's tables: rows and delivery ids, written by chunks, all of a chunk or nothing. */
export class Mirror {
  readonly #rows = new Map<string, Held>();
  readonly #processed = new Set<string>();
  chunks = 0;

  constructor(
    private readonly protections: Protections,
    private readonly witness: Witness,
  ) {}

  row(id: number): Held | undefined {
    return this.#rows.get(recordKey(CONNECTION, id));
  }

  liveIds(ids: readonly number[]): number[] {
    return ids.filter((id) => this.row(id)?.isDeleted === false);
  }

  /** Takes a chunk in one transaction; nothing is written before `commit`. */
  take(chunk: readonly Sighting[]): { readonly outcome: ChunkOutcome; readonly commit: () => void } {
    const { rule, claimsDeliveries } = this.protections;
    const fresh = claimsDeliveries ? this.#unseen(chunk) : chunk;
    const steps = oneByOne(rule, fresh, this.#rows);
    const outcome = outcomeOfSteps(steps);
    // The weakened rules of the negative controls know no fold of their own.
    if (rule === realRule && !isDeepStrictEqual(outcomeOfFold(fresh, this.#rows), outcome)) {
      this.witness.report('chunk differs from one by one', `a chunk of ${String(fresh.length)}`);
    }
    return {
      outcome,
      commit: () => {
        this.chunks += 1;
        for (const sighting of fresh) this.#processed.add(deliveryOf(sighting));
        for (const [key, row] of outcome.rows) this.#rows.set(key, row);
        for (const step of steps) this.witness.see(step);
      },
    };
  }

  #unseen(chunk: readonly Sighting[]): Sighting[] {
    const inChunk = new Set<string>();
    return chunk.filter((sighting) => {
      const delivery = deliveryOf(sighting);
      const isNew = !this.#processed.has(delivery) && !inChunk.has(delivery);
      inChunk.add(delivery);
      return isNew;
    });
  }
}

const deliveryOf = ({ candidate: { facts } }: Sighting): string => `${facts.deliveryId}:${String(facts.part)}`;
