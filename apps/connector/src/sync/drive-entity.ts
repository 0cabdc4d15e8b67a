import { settleHints } from '../refetch/settle-hints';
import type { SettleParts } from '../refetch/settle-hints';
import type { Ending } from './entity-outcome';
import { entityOutcome } from './entity-outcome';
import type { DrainParts } from './drain';
import { readAsAWhole } from './filter-check';
import { drain } from './drain';
import type { EntityWork } from './entity-work';
import type { RepairParts } from './repair-report';
import { reportRepairs } from './repair-report';
import type { PageParts } from './read-pages';
import { readPages } from './read-pages';
import type { VerifyParts } from './verify-ids';
import { verifyIds } from './verify-ids';

export type DriveParts = PageParts & VerifyParts & DrainParts & RepairParts & SettleParts;

/** Takes one entity of a run from where its checkpoint stands to its end. Throws for whatever keeps it from going on. */
export async function driveEntity(work: EntityWork, parts: DriveParts): Promise<Ending> {
  const ending = await readAndCompare(work, parts);
  await reportRepairs(work, parts);
  return ending;
}

async function readAndCompare(work: EntityWork, parts: DriveParts): Promise<Ending> {
  for (;;) {
    switch (work.facts.phase) {
      case 'compare': {
        // First what is missing, each by a read of its own that brings the details too; then whatever was altered shows in
        // the pages: a row that agrees is compared to its columns, one that differs is doubted and read.
        const ending = await verifyIds(work, parts);
        if (ending !== null && ending.outcome === 'incomplete') return ending;
        if (ending !== null) await work.checkpoint({ phase: 'pages', nextPage: 1 });
        break;
      }
      case 'pages':
        await readPages(work, parts);
        break;
      case 'settle': {
        const { tally, stuck } = await drain(work, parts);
        if (work.run.mode === 'delta') {
          await settleHints(work, parts);
          return deltaEnding(work, tally, stuck);
        }
        await work.checkpoint({ phase: 'verify' });
        break;
      }
      case 'verify': {
        const ending = await verifyIds(work, parts);
        if (ending !== null) return ending;
        break;
      }
    }
  }
}

/** A delta knows nothing of what it did not read; it is complete for its window. */
function deltaEnding({ facts, run }: EntityWork, tally: EntityWork['facts']['tally'], stuck: number): Ending {
  const fault = stuck === 0 ? facts.fault : `${stuck} records cannot be read: Halo refuses them one by one.`;
  const { entity, unusable, reading } = facts;
  const ending = entityOutcome({ entity, tally, unusable, missing: 0, surplus: 0, fault });
  const isWhole = ending.outcome === 'complete' && reading === 'all' && !run.isSweep;
  return isWhole ? { ...ending, detail: readAsAWhole(entity) } : ending;
}
