/** The SQL of the budget for one schema. Times go in and out as milliseconds, by the database's clock. */
export interface BudgetStatements {
  readonly lock: string;
  readonly read: string;
  readonly grant: string;
  readonly wait: string;
  readonly release: string;
  readonly withdraw: string;
  readonly step: string;
  readonly saveLimit: string;
  readonly use: string;
  readonly ensureBudget: string;
  readonly changeWindow: string;
  readonly addSlots: string;
  readonly setShare: string;
}

const NOW_MS = `(extract(epoch FROM clock_timestamp()) * 1000)::float8`;
const inMs = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8 AS ${column}`;
const fromMs = (value: string): string => `to_timestamp(${value}::float8 / 1000)`;

export function budgetStatements(schema: string): BudgetStatements {
  const [budget, slot, waiter] = [`${schema}.budget`, `${schema}.rate_slot`, `${schema}.budget_waiter`];
  const columns =
    `configured_limit, window_ms, share_percent, learned_limit, ${inMs('learned_at')}, learned_how, ${inMs('throttled_at')}, ` +
    `${inMs('blocked_until')}, ${inMs('tat')}, grants_since_floor, known_steps_ms, ${NOW_MS} AS now`;
  // Who waits, by lane ($2 holder, $3 lanes, $4 how many): the table shows exactly the lanes named. Rows of the dead go too.
  const showWaiters = `
    gone AS (
      DELETE FROM ${waiter} WHERE instance = $1
        AND (holder = $2 AND NOT lane = ANY ($3::text[])
          OR holder <> $2 AND seen_at < clock_timestamp() - interval '10 minutes')),
    shown AS (
      INSERT INTO ${waiter} (instance, lane, holder, waiting, seen_at)
      SELECT $1, w.lane, $2, w.waiting, clock_timestamp() FROM unnest($3::text[], $4::int[]) AS w (lane, waiting)
      ON CONFLICT (instance, lane, holder) DO UPDATE SET waiting = excluded.waiting, seen_at = excluded.seen_at)`;

  return {
    // Followed by the instance as a literal and FOR UPDATE: one round trip together with BEGIN, which takes no parameters.
    lock: `SELECT ${columns} FROM ${budget} WHERE instance = `,
    // After the lock, so that its snapshot and its clock are those of the lock's holder.
    read: `
      SELECT ${NOW_MS} AS now, g.slot, ${inMs('free_at')}, g.epoch::float8 AS epoch,
        (SELECT coalesce(json_agg(json_build_object('lane', lane, 'seenAt', extract(epoch FROM seen_at) * 1000)), '[]')
         FROM ${waiter} WHERE instance = $1) AS waiters
      FROM (SELECT slot, free_at, epoch FROM ${slot} WHERE instance = $1
            ORDER BY free_at DESC, slot DESC OFFSET $2::int - 1 LIMIT 1) g`,
    // A holder that overslept its slot's whole busy time may be releasing it just now: hence epoch and free_at once more.
    grant: `
      WITH granted AS (
        UPDATE ${slot} SET free_at = ${fromMs('$7')}, epoch = epoch + 1, lane = $8
        WHERE instance = $1 AND slot = $5 AND epoch = $6 - 1 AND free_at <= clock_timestamp() RETURNING epoch),
      counted AS (
        UPDATE ${budget} SET tat = ${fromMs('$9')}, grants_since_floor = $10
        WHERE instance = $1 AND EXISTS (SELECT FROM granted)),
      ${showWaiters}
      SELECT FROM granted`,
    wait: `WITH ${showWaiters} SELECT`,
    // When the answer ended, by the database's clock ($5: how long ago), or by the holder's counted from the grant on ($6, but
    // for the steps known since): whichever is later, as the first may have stepped back where no grant saw it.
    release: `
      UPDATE ${slot} AS s SET free_at = $4::float8 * interval '1 millisecond' + greatest(
        clock_timestamp() - $5::float8 * interval '1 millisecond', ${fromMs('($6::float8 + b.known_steps_ms)')})
      FROM ${budget} AS b WHERE b.instance = $1 AND s.instance = $1 AND s.slot = $2 AND s.epoch = $3`,
    withdraw: `DELETE FROM ${waiter} WHERE instance = $1 AND holder = $2`,
    // Nothing granted until now can be busy for longer than a whole busy time ($3), whatever the clock did.
    step: `
      WITH slots AS (
        UPDATE ${slot} SET free_at = least(
          free_at + greatest($2::float8, 0) * interval '1 millisecond', clock_timestamp() + $3::float8 * interval '1 millisecond')
        WHERE instance = $1)
      UPDATE ${budget} SET
        known_steps_ms = known_steps_ms + $2::float8,
        tat = tat + greatest($2::float8, 0) * interval '1 millisecond',
        blocked_until = least(
          blocked_until + greatest($2::float8, 0) * interval '1 millisecond', clock_timestamp() + window_ms * interval '1 millisecond')
      WHERE instance = $1`,
    saveLimit: `
      UPDATE ${budget} SET blocked_until = ${fromMs('$2')}, throttled_at = ${fromMs('$3')}, learned_limit = $4,
        learned_at = ${fromMs('$5')}, learned_how = $6
      WHERE instance = $1`,
    use: `
      SELECT lane, count(busy_ms)::int AS used, sum(waiting)::int AS waiting,
        coalesce(array_agg(busy_ms ORDER BY busy_ms) FILTER (WHERE busy_ms IS NOT NULL), '{}') AS "busyMs"
      FROM (
        SELECT lane, extract(epoch FROM free_at - clock_timestamp())::float8 * 1000 AS busy_ms, 0 AS waiting
        FROM ${slot} WHERE instance = $1 AND free_at > clock_timestamp() AND lane IS NOT NULL
        UNION ALL
        SELECT lane, NULL, waiting FROM ${waiter}
        WHERE instance = $1 AND seen_at > clock_timestamp() - $2::float8 * interval '1 millisecond') u
      GROUP BY lane`,
    // A setting that somebody changes outweighs what was learned under the old one; if it is wrong Halo says so again.
    ensureBudget: `
      INSERT INTO ${budget} AS b (instance, configured_limit, window_ms) VALUES ($1, $2, $3)
      ON CONFLICT (instance) DO UPDATE SET configured_limit = excluded.configured_limit, window_ms = excluded.window_ms,
        learned_limit = NULL, learned_at = NULL, learned_how = NULL, throttled_at = NULL
      WHERE (b.configured_limit, b.window_ms) <> (excluded.configured_limit, excluded.window_ms)`,
    // A longer window counts requests that rested for the shorter one only ($2: how much longer a slot is busy); $3: busy now.
    changeWindow: `
      UPDATE ${slot} SET free_at = least(
        free_at + greatest($2::float8, 0) * interval '1 millisecond', clock_timestamp() + $3::float8 * interval '1 millisecond')
      WHERE instance = $1`,
    addSlots: `
      INSERT INTO ${slot} (instance, slot, free_at) SELECT $1, n, to_timestamp(0) FROM generate_series(1, $2::int) AS n
      ON CONFLICT DO NOTHING`,
    setShare: `UPDATE ${budget} SET share_percent = $2 WHERE instance = $1`,
  };
}
