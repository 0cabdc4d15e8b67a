import type { ChangeEvent, LearnedBy, Operation, OutgoingMessage } from '@halosync/contracts';
import { changeMessage } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import type { RelayBatch, RelayStore } from '@halosync/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import type { AnyEntityDefinition } from './entity-definition';

/** A version on its way to `changed`, its position given. */
export interface OutboxChange {
  readonly id: string;
  readonly position: number;
  readonly message: OutgoingMessage;
}

/**
 * The version table as an outbox. One relay at a time: it takes unpublished versions in id order and stamps positions in
 * that order, so positions commit in order and "everything beyond n" has no gap. Several relays would turn two revisions
 * of one record around.
 */
export class ChangeOutbox implements RelayStore<OutboxChange> {
  readonly #table: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly definition: AnyEntityDefinition,
    private readonly topicPrefix: string,
  ) {
    this.#table = `"${definition.name}_version"`;
  }

  async transaction<T>(work: (batch: RelayBatch<OutboxChange>) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      // A name of its own for each service's lock: the table's oid.
      await manager.query(`SELECT pg_advisory_xact_lock(1, '${this.#table}'::regclass::oid::int)`);
      return work({
        take: (limit) => this.#take(manager, limit),
        markPublished: (changes) => this.#mark(manager, changes),
      });
    });
  }

  async #take(manager: EntityManager, limit: number): Promise<OutboxChange[]> {
    const rows = await manager.query<VersionRow[]>(
      `SELECT v.*, p.last + row_number() OVER (ORDER BY v.id) AS next_position
       FROM (SELECT * FROM ${this.#table} WHERE published_at IS NULL ORDER BY id LIMIT $1) AS v, outbox_position AS p ORDER BY v.id`,
      [limit],
    );
    return rows.map((row) => {
      const position = Number(row.next_position);
      return {
        id: row.id,
        position,
        message: changeMessage(
          this.topicPrefix,
          this.definition.name,
          eventOf(row, position),
          row.recorded_at,
          row.traceparent ?? undefined,
        ),
      };
    });
  }

  async #mark(manager: EntityManager, changes: readonly OutboxChange[]): Promise<void> {
    await manager.query(
      `UPDATE ${this.#table} AS v SET position = c.position, published_at = clock_timestamp()
       FROM unnest($1::bigint[], $2::bigint[]) AS c (id, position) WHERE v.id = c.id`,
      [changes.map(({ id }) => id), changes.map(({ position }) => position)],
    );
    await manager.query('UPDATE outbox_position SET last = $1', [changes.at(-1)?.position]);
  }
}

interface VersionRow {
  readonly id: string;
  readonly next_position: string;
  readonly connection_id: string;
  readonly halo_id: string;
  readonly revision: number;
  readonly operation: Operation;
  readonly changed: readonly string[];
  readonly before: JsonObject;
  readonly document: JsonObject;
  readonly valid_from: Date;
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
    changed: Object.fromEntries(
      row.changed.map((name) => [name, { before: row.before[name] ?? null, after: row.document[name] ?? null }]),
    ),
    document: row.document,
    valid_from: row.valid_from.toISOString(),
    learned_by: row.learned_by,
    delivery_id: row.delivery_id,
    run_id: row.run_id,
  };
}
