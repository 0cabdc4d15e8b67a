import { AppError } from '@halosync/errors';
import type { DataSource, EntityManager } from 'typeorm';
import { QueryFailedError } from 'typeorm';

const LONGEST_MS = 30_000;
// 57014: the statement ran into its limit.
const QUERY_CANCELED = '57014';

/**
 * Reads in one snapshot, and no longer than somebody waits for the answer.
 * @param deadline of the call.
 * @throws AppError `timeout`.
 */
export async function withinDeadline<T>(
  dataSource: DataSource,
  deadline: Date | number,
  read: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const leftMs = Math.min(Number(deadline) - Date.now(), LONGEST_MS);
  if (leftMs <= 0) throw late();
  try {
    return await dataSource.transaction('REPEATABLE READ', async (manager) => {
      await manager.query(`SET TRANSACTION READ ONLY`);
      await manager.query(`SET LOCAL statement_timeout = ${String(Math.ceil(leftMs))}`);
      return read(manager);
    });
  } catch (error) {
    const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
    if (cause instanceof Error && 'code' in cause && cause.code === QUERY_CANCELED) throw late(error);
    throw error;
  }
}

function late(cause?: unknown): AppError {
  return new AppError('timeout', 'The answer took longer than the caller waits. Narrow it down, or wait longer.', {
    cause,
  });
}
