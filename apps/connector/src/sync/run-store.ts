import type { EntityName } from '@halosync/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import type { EntityRun, Run, TallySums } from './run';
import { noTally } from './run';

type Querying = Pick<EntityManager, 'query'> | Pick<DataSource, 'query'>;

const RUN = `id, connection_id AS "connectionId", generation, mode, reason, asked_by AS "askedBy", is_sweep AS "isSweep", ids_only AS "isIdsOnly", is_forced AS "isForced", outcome, calls, started_at AS "startedAt", ended_at AS "endedAt"`;

interface EntityRow {
  readonly run_id: string;
  readonly entity: EntityName;
  readonly state: EntityRun['state'];
  readonly detail: string;
  readonly phase: EntityRun['phase'];
  readonly pass: number;
  readonly repages: number;
  readonly next_page: number;
  readonly max_id: string;
  readonly seen: string;
  readonly published: string;
  readonly unusable: number;
  readonly fault: string | null;
  readonly in_halo: string | null;
  readonly held: string | null;
  readonly repaired: string;
  readonly window_from: Date | null;
  readonly reading: EntityRun['reading'];
  readonly tally: Partial<TallySums>;
  readonly began_at: Date | null;
  readonly still_for_ms: number;
  readonly ended_at: Date | null;
}

export async function runById(source: Querying, id: string): Promise<Run | null> {
  const [run] = await source.query<Run[]>(`SELECT ${RUN} FROM run WHERE id = $1`, [id]);
  return run ?? null;
}

/** Newest first; run ids are in the order of time. */
export async function runsOf(
  source: Querying,
  connectionId: string,
  before: string | null,
  limit: number,
): Promise<Run[]> {
  return source.query<Run[]>(
    `SELECT ${RUN} FROM run WHERE connection_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [connectionId, before, limit],
  );
}

export async function entitiesOf(source: Querying, runIds: readonly string[]): Promise<EntityRun[]> {
  const rows = await source.query<EntityRow[]>(
    `SELECT *, extract(epoch FROM clock_timestamp() - moved_at)::float8 * 1000 AS still_for_ms
     FROM run_entity WHERE run_id = ANY($1::uuid[]) ORDER BY run_id, array_position('{ticket,site,user,invoice}', entity)`,
    [runIds],
  );
  return rows.map(entityRun);
}

/** Work that nobody has ended, of connections that may be called. */
export async function openWork(
  source: Querying,
): Promise<{ runId: string; entity: EntityName; connectionId: string }[]> {
  return source.query(
    `SELECT e.run_id AS "runId", e.entity, r.connection_id AS "connectionId"
     FROM run_entity e JOIN run r ON r.id = e.run_id JOIN connection c ON c.id = r.connection_id AND c.generation = r.generation
     WHERE e.ended_at IS NULL AND r.ended_at IS NULL AND c.status = 'active' ORDER BY r.id`,
  );
}

/** Calls whose copies count, with how many each published. */
export async function publishedCalls(
  source: Querying,
  runId: string,
  entity: EntityName,
): Promise<Map<string, number>> {
  const rows = await source.query<{ call_id: string; published: number }[]>(
    'SELECT call_id, published FROM run_call WHERE run_id = $1 AND entity = $2',
    [runId, entity],
  );
  return new Map(rows.map(({ call_id, published }) => [call_id, published]));
}

/** Ids that one pass over the pages has seen. */
export async function idsOfPass(
  source: Querying,
  runId: string,
  entity: EntityName,
  pass: number,
): Promise<Set<number>> {
  const rows = await source.query<{ ids: string[] | null }[]>(
    'SELECT ids FROM run_call WHERE run_id = $1 AND entity = $2 AND pass = $3',
    [runId, entity, pass],
  );
  return new Set(rows.flatMap(({ ids }) => (ids ?? []).map(Number)));
}

function entityRun(row: EntityRow): EntityRun {
  return {
    runId: row.run_id,
    entity: row.entity,
    state: row.state,
    detail: row.detail,
    phase: row.phase,
    pass: row.pass,
    repages: row.repages,
    nextPage: row.next_page,
    maxId: Number(row.max_id),
    seen: Number(row.seen),
    published: Number(row.published),
    unusable: row.unusable,
    fault: row.fault,
    inHalo: row.in_halo === null ? null : Number(row.in_halo),
    held: row.held === null ? null : Number(row.held),
    repaired: Number(row.repaired),
    windowFrom: row.window_from,
    reading: row.reading,
    tally: { ...noTally, ...row.tally },
    beganAt: row.began_at,
    stillForMs: row.still_for_ms,
    endedAt: row.ended_at,
  };
}
