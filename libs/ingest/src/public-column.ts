/** A column that people query: what it holds, and where in Halo's document it comes from. */
export interface PublicColumn {
  readonly type: 'text' | 'integer' | 'boolean' | 'numeric' | 'timestamptz' | 'jsonb';
  /** Halo's name of the field. */
  readonly field: string;
  /** For people who query it; the unit where there is one. */
  readonly says: string;
  /** Its value in a document of the history, where that is more than the field's own: SQL over `document`. */
  readonly sql?: string;
}

/** An entity's own columns by name, in their public order. */
export type PublicColumns = Readonly<Record<string, PublicColumn>>;

/** Where an entity's documents carry what every row has: Halo's names of two instants. */
export interface DocumentTimes {
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** SQL for a column's value in a document of the history: what the definition makes of it, said once more in SQL. */
function documentValue({ type, field, sql }: PublicColumn): string {
  if (sql !== undefined) return sql;
  const text = `(document ->> '${field}')`;
  switch (type) {
    case 'text':
      return text;
    case 'integer':
      return `${text}::numeric::integer`; // Halo prints some ids as 12.0
    case 'numeric':
      return `${text}::numeric`;
    case 'boolean':
      return `${text}::boolean`;
    case 'timestamptz':
      return `halo.instant(${text})`;
    case 'jsonb':
      return `nullif(document -> '${field}', 'null')`;
  }
}

/** The columns of a row as of a moment, by name: SQL over a row of the history. */
export function documentColumns({
  columns,
  times,
}: {
  readonly columns: PublicColumns;
  readonly times: DocumentTimes;
}): Readonly<Record<string, { readonly type: string; readonly value: string }>> {
  return {
    connection_id: { type: 'uuid', value: 'connection_id' },
    halo_id: { type: 'bigint', value: 'halo_id' },
    ...Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, { type: column.type, value: documentValue(column) }]),
    ),
    custom_fields: { type: 'jsonb', value: `halo.custom_field_values(document -> 'customfields')` },
    halo_created_at: { type: 'timestamptz', value: `halo.instant(document ->> '${times.createdAt}')` },
    halo_updated_at: { type: 'timestamptz', value: `halo.instant(document ->> '${times.updatedAt}')` },
    learned_by: { type: 'text', value: 'learned_by' },
    revision: { type: 'integer', value: 'revision' },
    valid_from: { type: 'timestamptz', value: 'valid_from' },
    raw: { type: 'jsonb', value: 'document' },
  };
}

/** What every public row has beside the entity's own columns. */
export const rowColumns: Readonly<Record<string, string>> = {
  connection_id: 'The connection that the row belongs to: one Halo instance.',
  halo_id: "Halo's id of the record.",
  custom_fields: 'Custom fields, name to value (Halo: customfields). Null where no copy has carried them.',
  halo_created_at: 'When it was made in Halo, UTC.',
  halo_updated_at: "Halo's own modified time, UTC: the last one known, null if never told.",
  synced_at: 'The last proof by a read from Halo that this is its state, UTC. Not the last look.',
  is_whole: 'Whether the details (custom fields, lines, long texts) are as new as the rest.',
  learned_by: 'What brought the last change: webhook, backfill, delta, refetch or reconcile.',
  revision: 'Counts the changes of this record, from 1.',
  deleted_at: 'When we learned that it is gone from Halo, UTC. Null while it is there.',
  raw: "Halo's own document, merged from all copies, under Halo's names.",
};

/** The columns of a history view. */
export const historyColumns: Readonly<Record<string, string>> = {
  connection_id: 'The connection that the record belongs to.',
  halo_id: "Halo's id of the record.",
  revision: 'Counts the changes of this record, from 1.',
  operation:
    'created, updated, enriched (fields were learned, nothing changed in Halo), deleted, restored (seen again after a deletion) or repaired (our row had been altered or deleted in Postgres, nothing changed in Halo).',
  valid_from: "Since when Halo had it so, UTC: by Halo's clock where the copy told, else by ours.",
  valid_to: 'When the next revision began, UTC. Null for the newest.',
  learned_by: 'What brought it: webhook, backfill, delta, refetch or reconcile.',
  delivery_id: 'The webhook delivery, or the call to Halo, that brought it.',
  run_id: 'The run that it belongs to, if any.',
  changed: "Names of the fields that differ from the revision before (Halo's names).",
  document: "Halo's document as it was then, merged from all copies.",
  recorded_at: 'When it was committed here, UTC.',
  position: 'Its place in the change feed: gapless over all records of this entity. Null until it is published.',
};
