import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

// Counting costs the server something too: seldom at first, often when the end is near.
const FAR_MS = 100;
const NEAR_MS = 20;
// Starting, joining a group and getting warm are not what is compared.
const SKIPPED = 0.2;

/**
 * Waits until the table holds as many rows and returns how many a second came after the first fifth.
 * @throws where no row comes for `patienceMs`.
 */
export async function rowsPerSecond(
  pool: pg.Pool,
  count: { readonly sql: string; readonly values?: readonly unknown[] },
  expected: number,
  patienceMs = 60_000,
): Promise<number> {
  let first = { rows: 0, at: 0 };
  let last = { rows: 0, at: performance.now() };
  for (;;) {
    const { rows } = await pool.query<{ count: string }>(count.sql, [...(count.values ?? [])]);
    const now = { rows: Number(rows[0]?.count), at: performance.now() };
    if (first.rows === 0 && now.rows >= SKIPPED * expected) first = now;
    if (now.rows >= expected) break;
    if (now.rows > last.rows) last = now;
    else if (now.at - last.at > patienceMs)
      throw new Error(
        `${String(now.rows)} of ${String(expected)} rows came, and then none for ${String(patienceMs)} ms`,
      );
    await sleep(now.rows > 0.8 * expected ? NEAR_MS : FAR_MS);
  }
  const end = performance.now();
  if (first.rows >= expected) throw new Error('All rows came at once: there are too few of them to measure.');
  return (expected - first.rows) / ((end - first.at) / 1_000);
}
