import { recordKey } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import { preparedQuery } from '@halosync/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import type { Held } from './copy';
import type { Candidate } from './decode-message';
import type { AnyEntityDefinition } from './entity-definition';
import type { ChangedRecord } from './fold';
import { ownColumns } from './own-columns';
import { quoted, upsertRows } from './upsert-rows';

/** The mirrored table of an entity. Written here alone. */
export class RowTable {
  readonly #table: string;
  readonly #upsert: string;
  readonly #columns: readonly { readonly property: string; readonly column: string }[];

  constructor(
    private readonly definition: AnyEntityDefinition,
    dataSource: DataSource,
  ) {
    const metadata = dataSource.getMetadata(definition.row);
    this.#table = metadata.tablePath.split('.').map(quoted).join('.');
    this.#columns = metadata.columns.map(({ propertyName, databaseName }) => ({
      property: propertyName,
      column: databaseName,
    }));
    this.#upsert = upsertRows(
      this.#table,
      metadata.columns.map(({ databaseName, type }) => ({ name: databaseName, type: String(type) })),
    );
  }

  /**
   * Rows of the records named, locked until the transaction ends, by `recordKey`. All that they hold is known by now: a
   * `known_at` in the future (set by hand, or the database's clock stepped back) would make every read too early to prove
   * anything, so it becomes now.
   */
  async lock(manager: EntityManager, candidates: readonly Candidate[]): Promise<Map<string, Held>> {
    const ids = new Map(candidates.map(({ facts }) => [recordKey(facts.connectionId, facts.haloId), facts]));
    const rows = await preparedQuery<HeldRow>(
      manager,
      'lock_rows',
      `SELECT connection_id, halo_id, raw, src_ts, known_at, is_whole, revision, deleted_at,
         known_at > clock_timestamp() AS is_ahead
       FROM ${this.#table}
       WHERE (connection_id, halo_id) IN (SELECT * FROM unnest($1::uuid[], $2::bigint[])) ORDER BY connection_id, halo_id FOR UPDATE`,
      [[...ids.values()].map(({ connectionId }) => connectionId), [...ids.values()].map(({ haloId }) => haloId)],
    );
    const ahead = rows.filter((row) => row.is_ahead);
    const now = ahead.length === 0 ? null : await this.#knownByNow(manager, ahead);
    return new Map(
      rows.map((row) => [
        recordKey(row.connection_id, Number(row.halo_id)),
        heldOf(row.is_ahead && now !== null ? { ...row, known_at: now } : row),
      ]),
    );
  }

  async #knownByNow(manager: EntityManager, rows: readonly HeldRow[]): Promise<Date | null> {
    const written = await preparedQuery<{ known_at: Date }>(
      manager,
      'known_by_now',
      `UPDATE ${this.#table} AS t SET known_at = statement_timestamp()
       FROM unnest($1::uuid[], $2::bigint[]) AS p (connection_id, halo_id)
       WHERE t.connection_id = p.connection_id AND t.halo_id = p.halo_id RETURNING t.known_at`,
      [rows.map((row) => row.connection_id), rows.map((row) => row.halo_id)],
    );
    return written[0]?.known_at ?? null;
  }

  /**
   * Writes rows, each only if it is still at the revision that it was decided on.
   * @returns false where somebody else was faster: roll back and decide again.
   */
  async write(manager: EntityManager, records: readonly ChangedRecord[]): Promise<boolean> {
    if (records.length === 0) return true;
    const rows = records.map((record) => this.#row(record));
    const written = await preparedQuery(manager, 'write_rows', this.#upsert, [JSON.stringify(rows)]);
    return written.length === records.length;
  }

  /** What a read by id proved of rows that stay as they are: `known_at` has no index, so this stays a HOT update. */
  async prove(manager: EntityManager, records: readonly ChangedRecord[]): Promise<void> {
    if (records.length === 0) return;
    await preparedQuery(
      manager,
      'prove_rows',
      `UPDATE ${this.#table} AS t SET known_at = greatest(t.known_at, p.known_at), is_whole = p.is_whole
       FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::boolean[]) AS p (connection_id, halo_id, known_at, is_whole)
       WHERE t.connection_id = p.connection_id AND t.halo_id = p.halo_id`,
      [
        records.map(({ last }) => last.facts.connectionId),
        records.map(({ last }) => last.facts.haloId),
        records.map(({ after }) => after.knownAt),
        records.map(({ after }) => after.isWhole),
      ],
    );
  }

  #row({ last, heldBefore, after }: ChangedRecord): Record<string, unknown> {
    const { facts } = last;
    const row: Record<string, unknown> = {
      ...ownColumns(this.definition, facts.haloId, after.document),
      connectionId: facts.connectionId,
      haloId: facts.haloId,
      raw: after.document,
      sourceTime: after.sourceTime,
      knownAt: after.knownAt,
      isWhole: after.isWhole,
      revision: after.revision,
      prevRevision: heldBefore?.revision ?? 0,
      deletedAt: after.isDeleted ? after.knownAt : null,
      learnedBy: facts.learnedBy,
    };
    return Object.fromEntries(this.#columns.map(({ property, column }) => [column, row[property] ?? null]));
  }
}

interface HeldRow {
  readonly connection_id: string;
  readonly halo_id: string;
  readonly raw: JsonObject;
  readonly src_ts: Date | null;
  readonly known_at: Date;
  readonly is_whole: boolean;
  readonly revision: number;
  readonly deleted_at: Date | null;
  readonly is_ahead: boolean;
}

function heldOf(row: HeldRow): Held {
  return {
    document: row.raw,
    sourceTime: row.src_ts,
    knownAt: row.known_at,
    isWhole: row.is_whole,
    isDeleted: row.deleted_at !== null,
    revision: row.revision,
  };
}
