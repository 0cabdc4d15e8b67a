import type { ChangeEvent, LearnedBy, Operation, OutgoingMessage } from '@halosync/contracts';
import { changeMessage } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import type { RelayBatch, RelayStore } from '@halosync/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import type { AnyEntityDefinition } from './entity-definition';

// Enough for a burst; what is more comes with the next round, at once.
const STAMP_BATCH = 1_000;

/** A version on its way to `changed`, its position given. */
export interface OutboxChange {
  readonly position: number;
  readonly message: OutgoingMessage;
}

/**
 * The version table as an outbox. One relay at a time: it first stamps new versions with positions, in id order, and
 * commits; then it publishes in the order of positions, and commits how far it got. So positions commit in order,
 * "everything beyond n" has no gap, and a position that was once sent belongs to the same change for ever, whoever dies
 * in between. Several relays would turn two revisions of one record around.
 */
export class ChangeOutbox implements RelayStore<OutboxChange> {
  readonly #table: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly definition: AnyEntityDefinition,
    private readonly topicPrefix: string,
    /** Positions were committed: whoever follows the feed by them may go on, whatever Kafka does. */
    private readonly onStamped: () => void = () => undefined,
  ) {
    this.#table = `"${definition.name}_version"`;
  }

  async transaction<T>(work: (batch: RelayBatch<OutboxChange>) => Promise<T>): Promise<T> {
    if (await this.dataSource.transaction((manager) => this.#stamp(manager))) this.onStamped();
    return this.dataSource.transaction(async (manager) => {
      await lockOutbox(manager, this.#table);
      return work({
        take: (limit) => this.#take(manager, limit),
        markPublished: async (changes) =>
          void (await manager.query('UPDATE outbox_position SET published = $1', [changes.at(-1)?.position])),
      });
    });
  }

  /** Whether there was anything to give a position to. */
  async #stamp(manager: EntityManager): Promise<boolean> {
    await lockOutbox(manager, this.#table);
    // Numbered by a window, not by the order in which UPDATE visits rows.
    const [, stamped] = await manager.query<[unknown, number]>(
      `WITH fresh AS (
         SELECT id, row_number() OVER (ORDER BY id) AS place
         FROM (SELECT id FROM ${this.#table} WHERE position IS NULL ORDER BY id LIMIT ${STAMP_BATCH}) AS v),
       stamped AS (
         UPDATE ${this.#table} AS v SET position = p.last + fresh.place FROM fresh, outbox_position AS p WHERE v.id = fresh.id
         RETURNING v.position)
       UPDATE outbox_position SET last = (SELECT max(position) FROM stamped) WHERE EXISTS (SELECT 1 FROM stamped)`,
    );
    return stamped > 0;
  }

  async #take(manager: EntityManager, limit: number): Promise<OutboxChange[]> {
    const rows = await manager.query<VersionRow[]>(
      // The names as JSON: the driver reads an array of Postgres character by character, 230 of them for a new ticket.
      `SELECT v.position, v.connection_id, v.halo_id, v.revision, v.operation, to_jsonb(v.changed) AS changed, v.before,
         v.document, v.valid_from, v.known_at, v.learned_by, v.delivery_id, v.run_id, v.recorded_at, v.traceparent
       FROM ${this.#table} AS v, outbox_position AS p WHERE v.position > p.published ORDER BY v.position LIMIT $1`,
      [limit],
    );
    return rows.map((row) => {
      const position = Number(row.position);
      const { recorded_at, traceparent } = row;
      return {
        position,
        message: changeMessage(
          this.topicPrefix,
          this.definition.name,
          eventOf(row, position),
          recorded_at,
          traceparent ?? undefined,
        ),
      };
    });
  }
}

/** One at a time gives positions, publishes or turns the relay back; a name of its own for each service's lock: the table's oid. */
export async function lockOutbox(manager: EntityManager, table: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(1, '${table}'::regclass::oid::int)`);
}

interface VersionRow {
  readonly position: string;
  readonly connection_id: string;
  readonly halo_id: string;
  readonly revision: number;
  readonly operation: Operation;
  readonly changed: readonly string[];
  readonly before: JsonObject;
  readonly document: JsonObject;
  readonly valid_from: Date;
  readonly known_at: Date;
  readonly learned_by: LearnedBy;
  readonly delivery_id: string;
  readonly run_id: string | null;
  readonly recorded_at: Date;
  readonly traceparent: string | null;
}

function eventOf(row: VersionRow, position: number): ChangeEvent {
  return {
    connection_id: row.connection_id,
    halo_id: Number(row.halo_id),
    position,
    revision: row.revision,
    operation: row.operation,
    // A repair changed our row and nothing in the record: it is as it was last told.
    changed: Object.fromEntries(
      (row.operation === 'repaired' ? [] : row.changed).map((name) => [
        name,
        { before: row.before[name] ?? null, after: row.document[name] ?? null },
      ]),
    ),
    document: row.document,
    deleted_at: row.operation === 'deleted' ? row.known_at.toISOString() : null,
    valid_from: row.valid_from.toISOString(),
    learned_by: row.learned_by,
    delivery_id: row.delivery_id,
    run_id: row.run_id,
  };
}
