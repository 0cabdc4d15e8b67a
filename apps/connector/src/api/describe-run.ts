import type { connectorProto } from '@halosync/contracts';
import type { RateBudget } from '@halosync/rate-budget';
import type { DataSource } from 'typeorm';
import type { EntityServices } from '../services/entity-services';
import type { EntityRun, Run, TallySums } from '../sync/run';
import { PAGE_SIZE } from '../sync/id-comparison';
import { runState } from '../sync/run-outcome';
import { entitiesOf, publishedCalls } from '../sync/run-store';
import { committedOf, sumTally } from '../sync/tally-sums';
import { instant } from './instant';

export interface RunDescriptions {
  readonly dataSource: DataSource;
  readonly services: Pick<EntityServices, 'tally'>;
  readonly budget: Pick<RateBudget, 'snapshot'>;
}

// An empty page at the end, and the list of ids.
const CALLS_AFTER_PAGES = 2;

/** Runs as the outside sees them. @param live with the services' newest counts; else as of the last checkpoint. */
export async function describeRuns(
  runs: readonly Run[],
  live: boolean,
  parts: RunDescriptions,
): Promise<connectorProto.Run[]> {
  const entities = await entitiesOf(
    parts.dataSource,
    runs.map(({ id }) => id),
  );
  return Promise.all(
    runs.map((run) =>
      describeRun(
        run,
        entities.filter(({ runId }) => runId === run.id),
        live,
        parts,
      ),
    ),
  );
}

async function describeRun(
  run: Run,
  entities: readonly EntityRun[],
  live: boolean,
  parts: RunDescriptions,
): Promise<connectorProto.Run> {
  const isOpen = run.endedAt === null;
  return {
    id: run.id,
    connectionId: run.connectionId,
    mode: run.mode,
    state: runState(run.outcome, entities),
    startedAt: instant(run.startedAt),
    endedAt: instant(run.endedAt),
    etaSeconds: isOpen && live ? await etaSeconds(run, entities, parts) : -1,
    calls: run.calls,
    reason: run.reason,
    entities: await Promise.all(entities.map((entity) => describeEntity(entity, isOpen && live, parts))),
  };
}

async function describeEntity(
  facts: EntityRun,
  live: boolean,
  parts: RunDescriptions,
): Promise<connectorProto.RunEntity> {
  const tally = live && facts.endedAt === null && facts.published > 0 ? await liveTally(facts, parts) : facts.tally;
  return {
    entity: facts.entity,
    state: facts.state,
    inHalo: facts.inHalo ?? -1,
    seen: facts.seen,
    published: facts.published,
    applied: tally.apply + tally.tombstone,
    unchanged: tally.noop,
    stale: tally.stale,
    rechecked: tally.recheck,
    dead: tally.dead,
    dropped: tally.dropped,
    detail: facts.detail,
    committed: committedOf(tally),
    held: facts.held ?? -1,
    repaired: facts.repaired,
  };
}

async function liveTally(
  { runId, entity, tally }: EntityRun,
  { dataSource, services }: RunDescriptions,
): Promise<TallySums> {
  try {
    return sumTally(await services.tally(entity, runId), await publishedCalls(dataSource, runId, entity));
  } catch {
    return tally; // the service is away: the last count that was seen
  }
}

/** Calls left by the rate that is granted; a run alone takes a call per window ÷ limit. */
async function etaSeconds(
  run: Run,
  entities: readonly EntityRun[],
  { dataSource, budget }: RunDescriptions,
): Promise<number> {
  if (entities.some(({ phase, inHalo, endedAt }) => endedAt === null && phase === 'pages' && inHalo === null))
    return -1;
  const [row] = await dataSource.query<{ instance: string }[]>('SELECT instance FROM connection WHERE id = $1', [
    run.connectionId,
  ]);
  if (row === undefined) return -1;
  try {
    const { limit, windowSeconds } = await budget.snapshot(row.instance);
    const calls = entities.reduce((sum, facts) => sum + callsLeft(facts), 0);
    return Math.ceil((calls * windowSeconds) / limit);
  } catch {
    return -1;
  }
}

function callsLeft({ phase, inHalo, seen, endedAt }: EntityRun): number {
  if (endedAt !== null) return 0;
  const pages = phase === 'pages' ? Math.ceil(Math.max(0, (inHalo ?? 0) - seen) / PAGE_SIZE) : 0;
  return pages + CALLS_AFTER_PAGES;
}
