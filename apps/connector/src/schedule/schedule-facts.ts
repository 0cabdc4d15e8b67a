import type { EntityName } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import type { EntityManager } from 'typeorm';
import type { Connection } from '../connections/connection';
import type { Looks, ScheduleFacts } from './due-runs';

interface LookRow {
  readonly entity: EntityName;
  readonly delta: Date | null;
  readonly comparison: Date | null;
  readonly reconcile: Date | null;
  readonly full_read: Date | null;
  readonly is_read_whole: boolean;
}

interface ConnectionRow {
  readonly now: Date;
  readonly under_way: string[];
  readonly gap_until: Date | null;
  readonly drift_found_at: Date | null;
}

// Older drift has been followed by a comparison long ago.
const RECENT = 50;

/** The start of an entity's newest run of a kind; run ids are in the order of time. */
const last = (kind: string): string =>
  `(SELECT r.started_at FROM run r JOIN run_entity e ON e.run_id = r.id AND e.entity = s.entity
    WHERE r.connection_id = $1 AND r.generation = $2 AND ${kind} ORDER BY r.id DESC LIMIT 1)`;

/** What the database knows of a connection's looks at Halo: all replicas and every restart see the same. */
export async function scheduleFacts(manager: EntityManager, connection: Connection): Promise<ScheduleFacts> {
  const rows = await manager.query<LookRow[]>(
    `SELECT s.entity, greatest(${last(`r.mode = 'delta' AND NOT r.is_sweep`)}, ${last(`r.mode = 'backfill'`)}) AS delta,
       greatest(${last(`r.mode = 'reconcile'`)}, ${last(`r.mode = 'backfill'`)}) AS comparison,
       ${last(`r.mode = 'reconcile'`)} AS reconcile,
       greatest(${last(`r.mode = 'reconcile' AND NOT r.ids_only`)}, ${last(`r.mode = 'backfill'`)}) AS full_read,
       coalesce((SELECT e.reading = 'all' FROM run r JOIN run_entity e ON e.run_id = r.id AND e.entity = s.entity
         WHERE r.connection_id = $1 AND r.generation = $2 AND r.mode = 'delta' AND NOT r.is_sweep ORDER BY r.id DESC LIMIT 1), false) AS is_read_whole
     FROM entity_state s
     WHERE s.connection_id = $1 AND (s.last_complete_at IS NOT NULL OR s.state NOT IN ('never', 'running'))`,
    [connection.id, connection.generation],
  );
  const [row] = await manager.query<ConnectionRow[]>(
    `SELECT clock_timestamp() AS now,
       ARRAY(SELECT mode FROM run WHERE connection_id = $1 AND ended_at IS NULL) AS under_way,
       (SELECT max(to_at) FROM gap WHERE connection_id = $1 AND closed_at IS NOT NULL AND compared_at IS NULL) AS gap_until,
       (SELECT max(e.ended_at) FROM (
          SELECT id FROM run WHERE connection_id = $1 AND generation = $2 AND mode = 'delta' AND NOT is_sweep ORDER BY id DESC LIMIT ${RECENT}
        ) AS r JOIN run_entity e ON e.run_id = r.id WHERE e.repaired > 0) AS drift_found_at`,
    [connection.id, connection.generation],
  );
  const looks: Looks[] = entityNames.flatMap((entity) => {
    const found = rows.find((candidate) => candidate.entity === entity);
    return found === undefined || connection.access[entity]?.readable === false
      ? []
      : [
          {
            ...{ entity, delta: found.delta, comparison: found.comparison },
            ...{ reconcile: found.reconcile, fullRead: found.full_read, isReadWhole: found.is_read_whole },
          },
        ];
  });
  return {
    now: row?.now ?? new Date(0),
    looks,
    underWay: new Set(row?.under_way),
    gapUntil: row?.gap_until ?? null,
    driftFoundAt: row?.drift_found_at ?? null,
  };
}

/** Gaps after which all ids have been compared are done with. */
export async function closeCompared(
  manager: EntityManager,
  connectionId: string,
  looks: readonly Looks[],
): Promise<void> {
  const compared = looks.map(({ comparison }) => comparison?.getTime() ?? -Infinity);
  const since = Math.min(...compared);
  if (!Number.isFinite(since)) return;
  await manager.query(
    `UPDATE gap SET compared_at = clock_timestamp() WHERE connection_id = $1 AND closed_at IS NOT NULL AND compared_at IS NULL AND to_at <= $2`,
    [connectionId, new Date(since)],
  );
}
