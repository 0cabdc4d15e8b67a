import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import { claimCopies } from './claim-copies';
import { ColumnCheck } from './column-check';
import { withColumnRepairs } from './column-repairs';
import type { Candidate } from './decode-message';
import type { AnyEntityDefinition } from './entity-definition';
import type { Folded } from './fold';
import { fold } from './fold';
import { RowTable } from './row-table';
import type { Outcome } from './tally';
import { addToTally } from './tally';
import { orderTouches } from './touch-outbox';
import { appendVersions, lastVersions } from './version-table';

/** What one chunk did: how many copies ended in which way. */
export type Outcomes = Partial<Record<Outcome, number>>;

// Somebody else wrote a row between our look and our write; after this many the fault is elsewhere.
const MAX_ATTEMPTS = 5;

/** Stores copies: row, delivery id, history and touches, or none of them. The same words for one and for five hundred. */
export class RecordStore {
  readonly #rows: RowTable;
  readonly #columns: ColumnCheck;

  constructor(
    private readonly dataSource: DataSource,
    private readonly definition: AnyEntityDefinition,
  ) {
    this.#rows = new RowTable(definition, dataSource);
    this.#columns = new ColumnCheck(definition, dataSource);
  }

  /** One transaction. @throws AppError `revision_conflict`, retryable, where others keep being faster. */
  async store(candidates: readonly Candidate[]): Promise<Outcomes> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      try {
        return await this.#storeOnce(candidates, attempt > 1);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'revision_conflict') throw error;
      }
    }
    throw new AppError('revision_conflict', 'Other writers keep changing these rows.', { retryable: true });
  }

  async #storeOnce(candidates: readonly Candidate[], isConflict: boolean): Promise<Outcomes> {
    return this.dataSource.transaction(async (manager) => {
      const { fresh, dropped } = await claimCopies(manager, candidates);
      const held = fresh.length === 0 ? new Map() : await this.#rows.lock(manager, fresh);
      // Rows may have been altered or deleted by hand. A read by id tells a repair from a change, and there are few of
      // these (the budget sees to that); of all others the history is asked where it has refused to be written twice.
      const asked = isConflict ? fresh : fresh.filter(({ facts }) => facts.kind === 'record');
      const past = await lastVersions(manager, this.definition, asked);
      const documents = fold(fresh, held, past);
      const folded = withColumnRepairs(documents, await this.#columns.drifted(manager, documents.agreed), past);
      if (!(await this.#rows.write(manager, folded.changed))) {
        throw new AppError('revision_conflict', 'A row was changed by somebody else.');
      }
      await this.#rows.prove(manager, folded.proved);
      await appendVersions(manager, this.definition, folded.versions);
      await orderTouches(manager, [
        ...folded.verdicts
          .filter(({ verdict }) => verdict === 'recheck')
          .map(({ candidate }) => ({ facts: candidate.facts, reason: 'doubt' as const })),
        ...folded.thinned.map(({ facts }) => ({ facts, reason: 'details' as const })),
      ]);
      const outcomes = [
        ...folded.verdicts.map(({ candidate, verdict }) => ({ source: candidate.facts, outcome: verdict })),
        ...dropped.map(({ facts }) => ({ source: facts, outcome: 'dropped' as const })),
      ];
      await addToTally(manager, outcomes);
      return count(folded, dropped.length);
    });
  }
}

function count(folded: Folded, dropped: number): Outcomes {
  const outcomes: Record<string, number> = dropped > 0 ? { dropped } : {};
  for (const { verdict } of folded.verdicts) outcomes[verdict] = (outcomes[verdict] ?? 0) + 1;
  return outcomes;
}
