import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { Gaps } from '../gaps/gaps';

/** Nothing is asked of Halo from here on. What is under way ends at its next checkpoint. */
export async function pauseConnection(dataSource: DataSource, id: string): Promise<void> {
  await dataSource.query(
    `UPDATE connection SET status = 'paused', status_since = clock_timestamp() WHERE id = $1 AND status IN ('active', 'auth_failed')`,
    [id],
  );
  await assertStatus(dataSource, id, 'paused');
}

/** Goes on. Webhooks were kept meanwhile; what came without one is found by the delta run of this gap. */
export async function resumeConnection(dataSource: DataSource, gaps: Gaps, id: string): Promise<void> {
  const [paused] = await dataSource.query<{ from: Date; to: Date }[]>(
    `SELECT status_since AS "from", clock_timestamp() AS "to" FROM connection WHERE id = $1 AND status = 'paused'`,
    [id],
  );
  // The gap first: a crash in between leaves a gap too many, not one too few.
  if (paused !== undefined) await gaps.report({ connectionId: id, ...paused, reason: 'paused' });
  // Its runs stood still because they had to.
  await dataSource.query(
    `UPDATE run_entity e SET moved_at = clock_timestamp() FROM run r
     WHERE r.id = e.run_id AND r.connection_id = $1 AND r.ended_at IS NULL AND e.ended_at IS NULL`,
    [id],
  );
  await dataSource.query(
    `UPDATE connection SET status = 'active', status_since = clock_timestamp() WHERE id = $1 AND status = 'paused'`,
    [id],
  );
  await assertStatus(dataSource, id, 'active');
}

async function assertStatus(dataSource: DataSource, id: string, wanted: string): Promise<void> {
  const [row] = await dataSource.query<{ status: string }[]>('SELECT status FROM connection WHERE id = $1', [id]);
  if (row?.status === wanted) return;
  throw new AppError('conflict', `The connection is ${row?.status ?? 'gone'} and cannot be ${wanted} now.`);
}
