import type { EntityName } from '@halosync/contracts';
import { entityNames, uuidv7 } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { EntityManager } from 'typeorm';
import type { Connection } from '../connections/connection';
import { chooseReading } from './choose-reading';
import { deltaWindow, sweepWindow } from './delta-window';
import { endRun } from './end-run';
import type { Phase, RunMode } from './run';
import { runState } from './run-outcome';
import { entitiesOf } from './run-store';

export interface RunOrder {
  readonly mode: RunMode;
  readonly reason: string;
  /** The person or API key that wants it. */
  readonly askedBy?: string | null;
  /** For touches that wait, the oldest since then: what changed in their time, where lists tell that. Covers nothing. */
  readonly sweepsFrom?: Date;
  readonly entities?: readonly EntityName[];
  /** A delta reads from here on if that is earlier than what is covered. */
  readonly gapFrom?: Date;
  /** How far Halo's clock is behind ours. */
  readonly behindMs?: number;
  /** A reconcile that compares the ids and reads no pages. */
  readonly idsOnly?: boolean;
  /** Deletes what the brake would hold back. */
  readonly force?: boolean;
}

function firstPhase({ mode, idsOnly = false }: RunOrder): Phase {
  if (mode !== 'reconcile') return 'pages';
  return idsOnly ? 'verify' : 'compare';
}

/**
 * Starts a run, in the caller's transaction; where one of this mode is under way it is that one. One that stalls makes
 * way: whoever asks again wants more than to watch it. So does a lesser one: ids only, or with the brake on.
 */
export async function startRun(
  manager: EntityManager,
  connection: Connection,
  order: RunOrder,
): Promise<{ runId: string; started: boolean }> {
  const underWay = await runUnderWay(manager, connection, order);
  if (underWay !== null) return { runId: underWay, started: false };
  const runId = uuidv7();
  await manager.query(
    `INSERT INTO run (id, connection_id, generation, mode, reason, gap_from, ids_only, is_forced, asked_by, is_sweep) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[runId, connection.id, connection.generation, order.mode, order.reason, order.gapFrom ?? null],
      ...[order.idsOnly ?? false, order.force ?? false, order.askedBy ?? null, order.sweepsFrom !== undefined],
    ],
  );
  for (const entity of order.entities ?? entityNames) {
    const windowFrom = order.mode === 'delta' ? await windowOf(manager, connection, entity, order) : null;
    const reading = chooseReading(order.mode, entity, connection.selfTest);
    await manager.query(
      `INSERT INTO run_entity (run_id, entity, state, phase, window_from, reading) VALUES ($1, $2, 'queued', $3, $4, $5)`,
      [runId, entity, firstPhase(order), windowFrom, reading],
    );
    if (order.mode === 'backfill') await markRunning(manager, connection.id, entity);
  }
  return { runId, started: true };
}

async function runUnderWay(manager: EntityManager, connection: Connection, order: RunOrder): Promise<string | null> {
  // Locked, so that two who press at once agree; the unique index stands behind it.
  const [row] = await manager.query<{ status: string }[]>(
    'SELECT status FROM connection WHERE id = $1 FOR NO KEY UPDATE',
    [connection.id],
  );
  if (row === undefined || row.status === 'deleting' || row.status === 'deleted') {
    throw new AppError('conflict', 'This connection is being disconnected.');
  }
  const [open] = await manager.query<{ id: string; ids_only: boolean; is_forced: boolean }[]>(
    'SELECT id, ids_only, is_forced FROM run WHERE connection_id = $1 AND mode = $2 AND ended_at IS NULL',
    [connection.id, order.mode],
  );
  if (open === undefined) return null;
  // What compares less than is asked for, or would brake where a person wants to go on, is not the run that is asked for.
  if ((open.ids_only && order.idsOnly !== true) || (order.force === true && !open.is_forced)) {
    await endRun(manager, open.id, 'cancelled');
    return null;
  }
  if (runState(null, await entitiesOf(manager, [open.id])) !== 'stalled') return open.id;
  await endRun(manager, open.id, 'stalled');
  return null;
}

async function windowOf(
  manager: EntityManager,
  connection: Connection,
  entity: EntityName,
  order: RunOrder,
): Promise<Date> {
  if (order.sweepsFrom !== undefined) return sweepWindow(order.sweepsFrom, order.behindMs ?? 0);
  const [facts] = await manager.query<{ covered_until: Date | null; first_read: Date | null }[]>(
    `SELECT (SELECT covered_until FROM entity_state WHERE connection_id = $1 AND entity = $2) AS covered_until,
       (SELECT min(started_at) FROM run WHERE connection_id = $1 AND generation = $3 AND mode = 'backfill') AS first_read`,
    [connection.id, entity, connection.generation],
  );
  return deltaWindow(entity, {
    coveredUntil: facts?.covered_until ?? null,
    firstRead: facts?.first_read ?? connection.createdAt,
    gapFrom: order.gapFrom ?? null,
    behindMs: order.behindMs ?? 0,
  });
}

async function markRunning(manager: EntityManager, connectionId: string, entity: EntityName): Promise<void> {
  await manager.query(
    `INSERT INTO entity_state (connection_id, entity, state) VALUES ($1, $2, 'running')
     ON CONFLICT (connection_id, entity) DO UPDATE SET state = 'running', detail = ''`,
    [connectionId, entity],
  );
}
