import type { connectorProto, EntityName } from '@halosync/contracts';
import type { RunForecastParts } from '../forecast/run-forecast';
import { forecastRun } from '../forecast/run-forecast';
import type { EntityServices } from '../services/entity-services';
import type { EntityRun, Run, TallySums } from '../sync/run';
import { runState } from '../sync/run-outcome';
import { entitiesOf, publishedCalls } from '../sync/run-store';
import { committedOf, sumTally } from '../sync/tally-sums';
import { instant } from './instant';

export interface RunDescriptions extends RunForecastParts {
  readonly services: Pick<EntityServices, 'tally'>;
}

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
  const left = isOpen && live ? await secondsLeft(run, entities, parts) : new Map<EntityName, number>();
  return {
    id: run.id,
    connectionId: run.connectionId,
    mode: run.mode,
    state: runState(run.outcome, entities),
    startedAt: instant(run.startedAt),
    endedAt: instant(run.endedAt),
    etaSeconds: left.size === 0 ? -1 : Math.ceil(Math.max(...left.values())),
    calls: run.calls,
    reason: run.reason,
    askedBy: run.askedBy ?? '',
    entities: await Promise.all(
      entities.map((entity) => describeEntity(entity, isOpen && live, left.get(entity.entity), parts)),
    ),
  };
}

async function describeEntity(
  facts: EntityRun,
  live: boolean,
  secondsLeft: number | undefined,
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
    etaSeconds: secondsLeft === undefined ? -1 : Math.ceil(secondsLeft),
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

/** Nothing is said where it cannot be known, least of all a wrong time. */
async function secondsLeft(
  run: Run,
  entities: readonly EntityRun[],
  parts: RunDescriptions,
): Promise<ReadonlyMap<EntityName, number>> {
  try {
    return await forecastRun(run, entities, parts);
  } catch {
    return new Map();
  }
}
