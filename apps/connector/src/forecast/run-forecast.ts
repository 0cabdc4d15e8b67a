import type { EntityName } from '@halosync/contracts';
import { MAX_PAGE_SIZE } from '@halosync/halo-client';
import type { RateBudget } from '@halosync/rate-budget';
import type { DataSource } from 'typeorm';
import type { Access, HeldSelfTest } from '../connections/connection';
import type { EntityRun, Run } from '../sync/run';
import { bulkPace } from './call-rate';
import { callsLeft } from './calls-left';
import { timeLeft } from './time-left';

export interface RunForecastParts {
  readonly dataSource: DataSource;
  readonly budget: Pick<RateBudget, 'snapshot'>;
}

/** Seconds until each open entity of a run ends; an entity of which nothing can be said is left out. */
export async function forecastRun(
  run: Run,
  entities: readonly EntityRun[],
  { dataSource, budget }: RunForecastParts,
): Promise<ReadonlyMap<EntityName, number>> {
  const [facts] = await dataSource.query<
    { instance: string; access: Partial<Record<EntityName, Access>>; self_test: HeldSelfTest | null }[]
  >('SELECT instance, access, self_test FROM connection WHERE id = $1', [run.connectionId]);
  if (facts === undefined) return new Map();
  const [reads, answers, use] = await Promise.all([
    readsWaiting(dataSource, run.id),
    answerTimes(dataSource, run),
    budget.snapshot(facts.instance),
  ]);
  const loads = entities.flatMap((entity) => {
    const count = facts.access[entity.entity]?.recordCount ?? -1;
    const known = { records: count < 0 ? null : count, perPage: facts.self_test?.pageCap ?? MAX_PAGE_SIZE };
    const calls = callsLeft(run.mode, entity, known, reads.get(entity.entity) ?? 0);
    const secondsPerCall = answers.get(entity.entity) ?? 0;
    return calls === null ? [] : [{ entity: entity.entity, calls, secondsPerCall }];
  });
  // Half a sum is no forecast: what nobody can count may be the most of it.
  if (loads.length < entities.length) return new Map();
  const answerSeconds = [...answers.values()].reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, answers.size);
  return timeLeft(loads, bulkPace(use, run.mode, answerSeconds), use.blockedForMs / 1_000);
}

async function readsWaiting(dataSource: DataSource, runId: string): Promise<ReadonlyMap<EntityName, number>> {
  const rows = await dataSource.query<{ entity: EntityName; reads: string }[]>(
    'SELECT entity, count(*) AS reads FROM refetch WHERE run_ids @> ARRAY[$1::uuid] GROUP BY entity',
    [runId],
  );
  return new Map(rows.map(({ entity, reads }) => [entity, Number(reads)]));
}

/**
 * Seconds that Halo takes for a page, from the last twenty. The time between two pages would say more, but where the
 * budget is scarce most of it is spent waiting for a slot.
 */
async function answerTimes(dataSource: DataSource, run: Run): Promise<ReadonlyMap<EntityName, number>> {
  const rows = await dataSource.query<{ entity: EntityName; seconds: number }[]>(
    `SELECT entity, avg(ms)::float8 / 1000 AS seconds FROM (
       SELECT entity, ms, row_number() OVER (PARTITION BY entity ORDER BY id DESC) AS place
       FROM call_ledger
       WHERE run_id = $1 AND started_at > statement_timestamp() - interval '10 minutes' AND kind = 'list' AND status = 200) AS c
     WHERE place <= 20 GROUP BY entity`,
    [run.id],
  );
  return new Map(rows.map(({ entity, seconds }) => [entity, seconds]));
}
