import type { EntityName } from '@halosync/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import type { SweepFacts } from './storm';

// Only a hint of nobody in particular: a person and a run have their records read by id.
const IS_HINT = `reason = 'hint' AND run_ids = '{}'`;
const OF = 'connection_id = $1 AND entity = $2';

/**
 * Begins a sweep where more hints wait than are worth a read each. Where lists are not ours to read, or are known not to
 * tell what changed, they are marked for single reads instead.
 */
export async function beginSweeps(
  dataSource: DataSource,
  entities: readonly EntityName[],
  above: number,
): Promise<readonly { readonly connectionId: string; readonly entity: EntityName; readonly hints: number }[]> {
  const storms = await dataSource.query<
    { connectionId: string; entity: EntityName; hints: string; can_sweep: boolean }[]
  >(
    `SELECT s.*, coalesce((c.access -> s.entity ->> 'readable')::boolean, true)
       AND coalesce((c.access -> s.entity ->> 'narrows')::boolean, true) AS can_sweep
     FROM (SELECT connection_id AS "connectionId", entity, count(*) AS hints FROM refetch
           WHERE ${IS_HINT} AND NOT is_swept AND entity = ANY($1) GROUP BY connection_id, entity HAVING count(*) > $2) AS s
     JOIN connection c ON c.id = s."connectionId" AND c.status = 'active'
     WHERE NOT EXISTS (SELECT 1 FROM sweep w WHERE w.connection_id = s."connectionId" AND w.entity = s.entity)`,
    [entities, above],
  );
  for (const { connectionId, entity, can_sweep } of storms) {
    await dataSource.query(
      can_sweep
        ? 'INSERT INTO sweep (connection_id, entity) VALUES ($1, $2) ON CONFLICT DO NOTHING'
        : `UPDATE refetch SET is_swept = true WHERE ${OF} AND ${IS_HINT}`,
      [connectionId, entity],
    );
  }
  return storms.flatMap(({ connectionId, entity, hints, can_sweep }) =>
    can_sweep ? [{ connectionId, entity, hints: Number(hints) }] : [],
  );
}

/** Sweeps that can go on, or have lost their connection. */
export async function openSweeps(
  dataSource: DataSource,
): Promise<readonly { readonly connectionId: string; readonly entity: EntityName }[]> {
  return dataSource.query(
    `SELECT s.connection_id AS "connectionId", s.entity FROM sweep s JOIN connection c ON c.id = s.connection_id
     WHERE c.status = 'active' ORDER BY s.since`,
  );
}

/** Null where another replica works on it, or it is over. */
export async function lockSweep(
  manager: EntityManager,
  connectionId: string,
  entity: EntityName,
): Promise<Pick<SweepFacts, 'gatheringMs' | 'run'> | null> {
  const [row] = await manager.query<{ gathering_ms: number; has_run: boolean; is_open: boolean }[]>(
    `SELECT extract(epoch FROM clock_timestamp() - s.since)::float8 * 1000 AS gathering_ms, s.run_id IS NOT NULL AS has_run,
       EXISTS (SELECT 1 FROM run_entity e WHERE e.run_id = s.run_id AND e.entity = s.entity AND e.ended_at IS NULL AND e.state <> 'stalled') AS is_open
     FROM sweep s WHERE ${OF} FOR UPDATE SKIP LOCKED`,
    [connectionId, entity],
  );
  if (row === undefined) return null;
  return { gatheringMs: row.gathering_ms, run: row.has_run ? (row.is_open ? 'open' : 'over') : 'none' };
}

/** Out of the turn, so that thousands that wait do not slow down the search for the next one to read. */
export async function parkHints(manager: EntityManager, connectionId: string, entity: EntityName): Promise<void> {
  await manager.query(
    `UPDATE refetch SET is_parked = true WHERE ${OF} AND halo_id = ANY(ARRAY(
       SELECT halo_id FROM refetch
       WHERE ${OF} AND ${IS_HINT} AND NOT is_parked AND NOT is_swept AND attempts = 0
         AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
       ORDER BY halo_id FOR UPDATE SKIP LOCKED))`,
    [connectionId, entity],
  );
}

export async function hintsOf(
  manager: EntityManager,
  connectionId: string,
  entity: EntityName,
): Promise<{ readonly hints: number; readonly oldest: Date | null; readonly quietMs: number }> {
  const [row] = await manager.query<{ hints: string; oldest: Date | null; quiet_ms: number | null }[]>(
    `SELECT count(*) AS hints, min(enqueued_at) AS oldest, extract(epoch FROM clock_timestamp() - max(touched_at))::float8 * 1000 AS quiet_ms
     FROM refetch WHERE ${OF} AND is_parked`,
    [connectionId, entity],
  );
  return { hints: Number(row?.hints ?? 0), oldest: row?.oldest ?? null, quietMs: row?.quiet_ms ?? Infinity };
}

/**
 * The sweep is over: what it has not settled takes its turn. @param allSwept no pages came in time, so that all of them
 * are read by id; else those that pages could have told of have been marked already.
 */
export async function releaseHints(
  manager: EntityManager,
  connectionId: string,
  entity: EntityName,
  allSwept: boolean,
): Promise<void> {
  // A run that ended with a fault has found that lists do not tell what changed: until somebody tests again, none is tried.
  await manager.query(
    `UPDATE connection c SET access = access || jsonb_build_object($2::text, coalesce(access -> $2, '{}') || '{"narrows": false}')
     FROM sweep s JOIN run_entity e ON e.run_id = s.run_id AND e.entity = s.entity
     WHERE s.connection_id = $1 AND s.entity = $2 AND c.id = s.connection_id AND e.fault IS NOT NULL`,
    [connectionId, entity],
  );
  await manager.query(`DELETE FROM sweep WHERE ${OF}`, [connectionId, entity]);
  await manager.query(
    `UPDATE refetch SET is_parked = false, is_swept = is_swept OR $3
     WHERE ${OF} AND halo_id = ANY(ARRAY(SELECT halo_id FROM refetch WHERE ${OF} AND is_parked ORDER BY halo_id FOR UPDATE))`,
    [connectionId, entity, allSwept],
  );
}
