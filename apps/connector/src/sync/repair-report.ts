import type { EntityName } from '@halosync/contracts';
import type { Log, Metrics } from '@halosync/observability';
import type { Counter } from 'prom-client';
import type { EntityServices, RepairCounts } from '../services/entity-services';
import { askService } from './ask-service';
import type { EntityWork } from './entity-work';

export interface RepairParts {
  readonly services: Pick<EntityServices, 'repairCounts'>;
  readonly repairMeter: RepairMeter;
  readonly log: Log;
}

/** Counts for the metrics page what runs put right; counts nothing until it is given one. */
export class RepairMeter {
  #repairs: Counter<'entity' | 'mode' | 'why'> | undefined;

  attach(metrics: Metrics): void {
    this.#repairs = metrics.counter('repairs_total', 'Records that runs found and put right, by what was wrong.', [
      'entity',
      'mode',
      'why',
    ]);
  }

  note(entity: EntityName, mode: string, counts: RepairCounts): void {
    for (const [why, count] of Object.entries(counts)) this.#repairs?.inc({ entity, mode, why }, count);
  }
}

/**
 * What the run found that had gone by unnoticed: the drift. Written into the run and the log; the records themselves are
 * named by the history. A first read finds everything for the first time, and counts nothing.
 */
export async function reportRepairs(work: EntityWork, { services, repairMeter, log }: RepairParts): Promise<void> {
  const { run, facts } = work;
  // Touches have told of what a sweep finds.
  if (run.mode === 'backfill' || run.isSweep) return;
  const counts = await askService(work, () => services.repairCounts(facts.entity, run.id));
  const repaired = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (repaired === facts.repaired) return;
  await work.checkpoint({ repaired });
  repairMeter.note(facts.entity, run.mode, counts);
  log.info('drift found and repaired', { runId: run.id, mode: run.mode, entity: facts.entity, ...counts });
}
