import type { EntityName } from '@halosync/contracts';
import { recordContracts } from '@halosync/contracts';
import type { EntityManager } from 'typeorm';
import type { Ending } from './entity-outcome';
import type { RunMode, RunOutcome } from './run';
import { worstOutcome } from './run-outcome';

/** Ends one entity of a run, and with the last one the run. In the transaction of the caller, who holds the entity's lease. */
export async function endEntity(
  manager: EntityManager,
  runId: string,
  entity: EntityName,
  ending: Ending,
): Promise<void> {
  // One after the other: two entities that end at once must not both see the other open. NO KEY: rows that refer to the run lock its key.
  const [run] = await manager.query<{ mode: RunMode; ids_only: boolean }[]>(
    'SELECT mode, ids_only FROM run WHERE id = $1 AND ended_at IS NULL FOR NO KEY UPDATE',
    [runId],
  );
  if (run === undefined) return;
  await manager.query(
    `UPDATE run_entity SET state = $3, detail = $4, ended_at = clock_timestamp() WHERE run_id = $1 AND entity = $2 AND ended_at IS NULL`,
    [runId, entity, ending.outcome, ending.detail],
  );
  await manager.query('UPDATE run_call SET ids = NULL WHERE run_id = $1 AND entity = $2 AND ids IS NOT NULL', [
    runId,
    entity,
  ]);
  // One that only compared the ids, and not to the end, has said nothing.
  if (!(run.ids_only && ending.outcome === 'cancelled')) await recordState(manager, runId, run.mode, entity, ending);
  const entities = await manager.query<{ state: RunOutcome; ended_at: Date | null }[]>(
    'SELECT state, ended_at FROM run_entity WHERE run_id = $1',
    [runId],
  );
  if (entities.some(({ ended_at }) => ended_at === null)) return;
  await manager.query('UPDATE run SET outcome = $2, ended_at = clock_timestamp() WHERE id = $1', [
    runId,
    worstOutcome(entities.map(({ state }) => state)),
  ]);
}

/** Ends all that is open of a run at once: it was cancelled, or made way for another. */
export async function endRun(manager: EntityManager, runId: string, outcome: RunOutcome): Promise<void> {
  const open = await manager.query<{ entity: EntityName; detail: string }[]>(
    'SELECT entity, detail FROM run_entity WHERE run_id = $1 AND ended_at IS NULL',
    [runId],
  );
  for (const { entity, detail } of open) await endEntity(manager, runId, entity, { outcome, detail });
  await manager.query('UPDATE run SET outcome = $2, ended_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL', [
    runId,
    outcome,
  ]);
}

/** Only a full read speaks for the entity; a delta moves its window and nothing else. */
async function recordState(
  manager: EntityManager,
  runId: string,
  mode: RunMode,
  entity: EntityName,
  { outcome, detail, isBraked = false }: Ending,
): Promise<void> {
  const isComplete = outcome === 'complete' || outcome === 'complete_with_exceptions';
  if (mode === 'delta') {
    if (isComplete) await moveWindow(manager, runId, entity);
    return;
  }
  const isCancelled = outcome === 'cancelled';
  await manager.query(
    `INSERT INTO entity_state AS s (connection_id, entity, state, detail, in_halo, last_complete_at, covered_until, is_braked)
     SELECT r.connection_id, $2, $3, $4, e.in_halo,
       CASE WHEN $5 THEN clock_timestamp() END,
       CASE WHEN $5 AND r.mode = 'backfill' THEN e.began_at END,
       $7
     FROM run r JOIN run_entity e ON e.run_id = r.id AND e.entity = $2
     WHERE r.id = $1
     ON CONFLICT (connection_id, entity) DO UPDATE SET
       state = excluded.state,
       detail = excluded.detail,
       is_braked = excluded.is_braked,
       in_halo = coalesce(excluded.in_halo, s.in_halo),
       last_complete_at = coalesce(excluded.last_complete_at, s.last_complete_at),
       covered_until = CASE WHEN $6 THEN greatest(s.covered_until, excluded.covered_until) ELSE coalesce(s.covered_until, excluded.covered_until) END`,
    [
      runId,
      entity,
      isCancelled ? 'incomplete' : outcome,
      isCancelled ? 'The last full read was cancelled.' : detail,
      isComplete,
      // A row that shows no time agrees in its few fields and says nothing of the details: over rows that are held already
      // such a read covers nothing, and the next delta still has to ask for all that changed since the last one.
      recordContracts[entity].listsCarryModified,
      isBraked,
    ],
  );
}

async function moveWindow(manager: EntityManager, runId: string, entity: EntityName): Promise<void> {
  await manager.query(
    `INSERT INTO entity_state AS s (connection_id, entity, state, covered_until)
     SELECT r.connection_id, $2, 'never', e.began_at FROM run r JOIN run_entity e ON e.run_id = r.id AND e.entity = $2
     WHERE r.id = $1 AND NOT r.is_sweep
     ON CONFLICT (connection_id, entity) DO UPDATE SET covered_until = greatest(s.covered_until, excluded.covered_until)`,
    [runId, entity],
  );
}
