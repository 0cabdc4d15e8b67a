import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

const PATIENCE_MS = 120_000;

/** Waits until everything in the inbox is published, then empties it. @throws where that takes too long. */
export async function eventuallyDrained(pool: pg.Pool): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { rows } = await pool.query<{ waiting: boolean }>(
      `SELECT EXISTS (SELECT FROM gateway.inbox WHERE status = 'accepted') AS waiting`,
    );
    if (rows[0]?.waiting === false) break;
    if (Date.now() > deadline) throw new Error('the inbox was not published in time');
    await sleep(200);
  }
  await pool.query('TRUNCATE gateway.inbox');
}
