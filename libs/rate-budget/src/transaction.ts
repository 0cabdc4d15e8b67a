import { createHash } from 'node:crypto';
import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';

/** What the budget needs of a `pg` pool. */
export interface ClientSource {
  connect(): Promise<PoolClient>;
}

// A paused or hung holder must not keep the others from the row for longer than this; the work itself takes 5 ms.
const PATIENCE_MS = 2_000;
// The network may swallow an answer; the server's own timeouts do not end that wait.
const ANSWER_WITHIN_MS = 5_000;

/** READ COMMITTED, since each statement after the lock has to see what was committed while it was waited for. */
export const BEGIN =
  `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = ${String(PATIENCE_MS)}; ` +
  `SET LOCAL statement_timeout = ${String(PATIENCE_MS)}; SET LOCAL idle_in_transaction_session_timeout = ${String(PATIENCE_MS)}`;

/** Lends a connection of the pool. One that failed is rolled back, and thrown away where even that fails. */
export async function withClient<T>(source: ClientSource, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await source.connect();
  // A session that the server ends between two statements is an event, and an unheard one ends the process; the next
  // statement fails anyway.
  client.on('error', ignore);
  let isBroken = true;
  try {
    const result = await work(client);
    isBroken = false;
    return result;
  } catch (error) {
    // Only after an answer of the server is it certain that no statement is still under way.
    if (error instanceof Error && 'severity' in error && error.severity === 'ERROR') {
      isBroken = await runTimed(client, { text: 'ROLLBACK' }).then(
        () => false,
        () => true,
      );
    }
    throw error;
  } finally {
    client.removeListener('error', ignore);
    client.release(isBroken);
  }
}

/** A statement that fails if no answer comes in 5 s. */
export function runTimed<Row extends QueryResultRow>(
  client: PoolClient,
  query: QueryConfig,
): Promise<QueryResult<Row>> {
  // The driver knows `query_timeout` per statement, its types do not.
  const timed: QueryConfig & { query_timeout: number } = { ...query, query_timeout: ANSWER_WITHIN_MS };
  return client.query<Row>(timed);
}

/** Prepared once per connection; the name tells the text, as the driver refuses one name for two texts. */
export function named(text: string): string {
  return `budget_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

function ignore(): void {
  // See above.
}
