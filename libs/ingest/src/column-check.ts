import { recordKey } from '@halosync/contracts';
import { preparedQuery } from '@halosync/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import type { Drift } from './column-repairs';
import type { AnyEntityDefinition } from './entity-definition';
import type { ChangedRecord } from './fold';
import { ownColumns } from './own-columns';
import { bookkeeping } from './record-row';

/** Finds rows whose typed columns are not what their document says; only somebody's hand makes such rows. */
export class ColumnCheck {
  readonly #columns: readonly { readonly property: string; readonly column: string }[];
  readonly #statement: string;

  constructor(
    private readonly definition: AnyEntityDefinition,
    dataSource: DataSource,
  ) {
    const { columns, tableName } = dataSource.getMetadata(definition.row);
    const kept: readonly string[] = bookkeeping;
    const own = columns.filter(({ propertyName }) => !kept.includes(propertyName));
    this.#columns = own.map(({ propertyName, databaseName }) => ({ property: propertyName, column: databaseName }));
    const all = (row: string): string => own.map(({ databaseName }) => `${row}."${databaseName}"`).join(', ');
    // Compared in SQL, where both sides have one type; the names and values are put together for rows that differ alone.
    this.#statement = `
      SELECT t.connection_id, t.halo_id, (
        SELECT jsonb_object_agg(key, held.value)
        FROM jsonb_each(to_jsonb(t)) AS held JOIN jsonb_each(to_jsonb(r)) AS meant USING (key)
        WHERE held.value IS DISTINCT FROM meant.value) AS drift
      FROM jsonb_array_elements($1::jsonb) AS e,
        jsonb_to_record(e) AS r (connection_id uuid, halo_id bigint, ${own
          .map(({ databaseName, type }) => `"${databaseName}" ${String(type)}`)
          .join(', ')}),
        "${tableName}" AS t
      WHERE t.connection_id = r.connection_id AND t.halo_id = r.halo_id AND (${all('t')}) IS DISTINCT FROM (${all('r')})`;
  }

  /** Of rows that the transaction has locked, those that differ, by `recordKey`. */
  async drifted(manager: EntityManager, records: readonly ChangedRecord[]): Promise<Map<string, Drift>> {
    if (records.length === 0) return new Map();
    const meant = records.map(({ last: { facts }, after }) => {
      const own = ownColumns(this.definition, facts.haloId, after.document);
      return {
        connection_id: facts.connectionId,
        halo_id: facts.haloId,
        ...Object.fromEntries(this.#columns.map(({ property, column }) => [column, own[property] ?? null])),
      };
    });
    const rows = await preparedQuery<{ connection_id: string; halo_id: string; drift: Drift | null }>(
      manager,
      'drifted_columns',
      this.#statement,
      [JSON.stringify(meant)],
    );
    return new Map(rows.map((row) => [recordKey(row.connection_id, Number(row.halo_id)), row.drift ?? {}]));
  }
}
