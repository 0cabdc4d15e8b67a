import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { EntityServices } from '../services/entity-services';
import type { EntityWork } from '../sync/entity-work';

export interface SettleParts {
  readonly dataSource: DataSource;
  readonly services: Pick<EntityServices, 'applied'>;
  readonly kickRefetch: () => void;
}

// Pages had that long to tell of it; a record that is touched all the time would else never be read by id.
const CHANCES_MS = 180_000;

/**
 * After a delta's pages have been judged: a hint goes where a row that was asked for later was applied, for a row only
 * wins by a newer time, and what the hint told of is in it. An agreeing row settles nothing, since it says nothing of the
 * details. A list that Halo answers from a cache may be older than the hint; the overlap of the next delta makes up for it.
 */
export async function settleHints(work: EntityWork, parts: SettleParts): Promise<void> {
  const { run, facts, connection } = work;
  const record = [connection.id, facts.entity] as const;
  const hints = await parts.dataSource.query<unknown[]>(
    `SELECT 1 FROM refetch WHERE connection_id = $1 AND entity = $2 AND reason = 'hint' LIMIT 1`,
    [...record],
  );
  if (hints.length === 0) return;
  const applied = await appliedByPages(work, parts);
  await work.checkpoint({}, async (manager) => {
    // Page by page: a hundred ids are looked up by key; all at once the planner has no idea how many there are.
    for (const [callId, haloIds] of applied) {
      await manager.query(
        `DELETE FROM refetch WHERE connection_id = $1 AND entity = $2 AND halo_id = ANY(ARRAY(
           SELECT halo_id FROM refetch
           WHERE connection_id = $1 AND entity = $2 AND halo_id = ANY($4::bigint[]) AND generation = $5
             AND reason = 'hint' AND run_ids = '{}' AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
             AND touched_at < (SELECT started_at FROM call_ledger WHERE id = $3)
           ORDER BY halo_id FOR UPDATE SKIP LOCKED))`,
        [...record, callId, haloIds, run.generation],
      );
    }
    // What waited before the first page was asked for and waits still: a deleted record, an agreeing row.
    await manager.query(
      `UPDATE refetch SET is_swept = true, is_parked = false WHERE connection_id = $1 AND entity = $2 AND halo_id = ANY(ARRAY(
         SELECT halo_id FROM refetch
         WHERE connection_id = $1 AND entity = $2 AND reason = 'hint' AND run_ids = '{}' AND NOT is_swept
           AND (touched_at < (SELECT began_at FROM run_entity WHERE run_id = $3 AND entity = $2)
             OR enqueued_at < clock_timestamp() - $4 * interval '1 millisecond')
         ORDER BY halo_id FOR UPDATE SKIP LOCKED))`,
      [...record, run.id, CHANCES_MS],
    );
  });
  parts.kickRefetch();
}

/** The records that each page's rows have changed. */
async function appliedByPages(
  { run, facts }: EntityWork,
  { dataSource, services }: SettleParts,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const pages = await dataSource.query<{ call_id: string }[]>(
    'SELECT call_id FROM run_call WHERE run_id = $1 AND entity = $2 AND pass IS NOT NULL',
    [run.id, facts.entity],
  );
  try {
    return await services.applied(
      facts.entity,
      pages.map(({ call_id }) => call_id),
    );
  } catch (error) {
    // The service is away: each record is read by id instead.
    if (error instanceof AppError && error.retryable) return new Map();
    throw error;
  }
}
