import { uuidv7 } from '@halosync/contracts';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { AppError, failureClass, messageOf } from '@halosync/errors';
import pg from 'pg';
import { GroupCommit } from './group-commit';
import { INSERT_DELIVERIES, FIND_BY_SOURCE_EVENT } from './inbox-statements';

/** A webhook that was authenticated, as it is to be kept. */
export interface NewDelivery {
  readonly connectionId: string;
  readonly generation: number;
  readonly isPayloadWhole: boolean;
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly verdict:
    | { readonly status: 'accepted'; readonly sourceEventId: string | null; readonly events: readonly string[] }
    | { readonly status: 'quarantined'; readonly reason: string };
}

// Waiting for a connection, then for the statement; after both the sender is told to come again.
const POOL_WAIT_MS = 2_000;
const STATEMENT_MS = 2_000;
const MAX_ROWS = 500;
const MAX_BYTES = 16 * 1024 * 1024;

interface Numbered {
  readonly id: string;
  readonly delivery: NewDelivery;
}

/** Commits webhooks to the inbox, many in one statement. */
export class InboxWriter {
  readonly #pool: pg.Pool;
  readonly #commits: GroupCommit<Numbered, string>;

  constructor(databaseUrl: string, log: Log, onCommit: () => void) {
    this.#pool = new pg.Pool({
      connectionString: databaseUrl,
      application_name: 'halosync gateway inbox',
      max: 2,
      connectionTimeoutMillis: POOL_WAIT_MS,
      statement_timeout: STATEMENT_MS,
      query_timeout: STATEMENT_MS,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      // The 200 is a promise: the row must survive a power cut, whatever the server's default is.
      options: '-c synchronous_commit=on -c TimeZone=UTC',
    });
    this.#pool.on('error', (error) => log.warn('inbox connection lost', errorFields(error)));
    this.#commits = new GroupCommit({
      write: async (batch) => {
        const ids = await this.#insertOnALiveConnection(batch);
        onCommit();
        return ids;
      },
      sizeOf: ({ delivery }) => delivery.raw.length,
      maxItems: MAX_ROWS,
      maxBytes: MAX_BYTES,
      concurrency: 2,
      deadlineMs: POOL_WAIT_MS + STATEMENT_MS,
    });
  }

  /**
   * Returns the delivery's id once it is committed; that of the first one where Halo sent the same event before.
   * @throws AppError `unavailable`.
   */
  async add(delivery: NewDelivery): Promise<string> {
    try {
      return await this.#commits.add({ id: uuidv7(), delivery });
    } catch (error) {
      const isOurFault = failureClass(error) !== 'transient';
      throw new AppError(
        isOurFault ? 'internal' : 'unavailable',
        `The webhook was not committed: ${messageOf(error)}`,
        { retryable: true, cause: error },
      );
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  /**
   * A pooled connection may have died while it was idle: then once more on another. Rows that were committed after all
   * are recognised by their delivery ids.
   */
  async #insertOnALiveConnection(batch: readonly Numbered[]): Promise<string[]> {
    try {
      return await this.#insert(batch);
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      return this.#insert(batch);
    }
  }

  async #insert(batch: readonly Numbered[]): Promise<string[]> {
    let start = 0;
    const rows = batch.map(({ id, delivery: { verdict, ...delivery } }) => {
      const row = {
        id,
        connection: delivery.connectionId,
        generation: delivery.generation,
        start,
        size: delivery.raw.length,
        headers: delivery.headers,
        whole: delivery.isPayloadWhole,
        status: verdict.status,
        source: verdict.status === 'accepted' ? verdict.sourceEventId : null,
        events: verdict.status === 'accepted' ? verdict.events : [],
        reason: verdict.status === 'quarantined' ? verdict.reason : null,
      };
      start += delivery.raw.length;
      return row;
    });
    const bodies =
      batch.length === 1 && batch[0] !== undefined
        ? batch[0].delivery.raw
        : Buffer.concat(batch.map(({ delivery }) => delivery.raw));
    const { rows: inserted } = await this.#pool.query<{ delivery_id: string }>({
      ...INSERT_DELIVERIES,
      values: [JSON.stringify(rows), bodies],
    });
    if (inserted.length === batch.length) return batch.map(({ id }) => id);
    const fresh = new Set(inserted.map(({ delivery_id: id }) => id));
    const earlier = await this.#earlier(batch.filter(({ id }) => !fresh.has(id)));
    return batch.map(({ id }) => (fresh.has(id) ? id : (earlier.get(id) ?? id)));
  }

  /** The deliveries that brought these events before. */
  async #earlier(repeated: readonly Numbered[]): Promise<Map<string, string>> {
    const events = repeated.map(({ id, delivery: { connectionId, generation, verdict } }) => ({
      id,
      connection: connectionId,
      generation,
      source: verdict.status === 'accepted' ? verdict.sourceEventId : null,
    }));
    const { rows } = await this.#pool.query<{ id: string; delivery_id: string }>({
      ...FIND_BY_SOURCE_EVENT,
      values: [JSON.stringify(events)],
    });
    return new Map(rows.map((row) => [row.id, row.delivery_id]));
  }
}

function isConnectionLost(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return /^(08|57P0|ECONNRESET|EPIPE)/.test(code) || /connection terminated/i.test(messageOf(error));
}
