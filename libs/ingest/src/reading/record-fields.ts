import type { PublicColumns } from '../public-column';
import { rowColumns } from '../public-column';

/** A field of an entity's message: a public column as gRPC carries it. */
export interface RecordField {
  readonly number: number;
  /** The column's name; with `_json` where its value is JSON as text, and `category1` for `category_1`. */
  readonly name: string;
  /** The column in the views. */
  readonly column: string;
  readonly type: 'string' | 'int32' | 'int64' | 'bool';
  /** Whether it may be absent. */
  readonly isOptional: boolean;
  readonly says: string;
}

interface RowField extends Pick<RecordField, 'type' | 'isOptional'> {
  readonly column: string;
  readonly name?: string;
}

// Numbers 1 to 15 are for what every entity has; a new one comes last.
const rowFields: readonly RowField[] = [
  { column: 'connection_id', type: 'string', isOptional: false },
  { column: 'halo_id', type: 'int64', isOptional: false },
  { column: 'revision', type: 'int32', isOptional: false },
  { column: 'learned_by', type: 'string', isOptional: false },
  { column: 'is_whole', type: 'bool', isOptional: true },
  { column: 'synced_at', type: 'string', isOptional: true },
  { column: 'deleted_at', type: 'string', isOptional: true },
  { column: 'halo_created_at', type: 'string', isOptional: true },
  { column: 'halo_updated_at', type: 'string', isOptional: true },
  { column: 'custom_fields', type: 'string', isOptional: true, name: 'custom_fields_json' },
  { column: 'raw', type: 'string', isOptional: false, name: 'raw_json' },
];
const FIRST_OWN = 16;

const protoTypes = {
  text: 'string',
  integer: 'int32',
  boolean: 'bool',
  // Exact: a float would not be.
  numeric: 'string',
  timestamptz: 'string',
  jsonb: 'string',
} as const;

/**
 * The fields of an entity's message, from its public columns. Numbers go by position, so columns are only ever added at
 * the end; the check for breaking changes in the protos tells who forgets.
 */
export function recordFields(columns: PublicColumns): RecordField[] {
  return [
    ...rowFields.map(({ name, ...field }, index) => ({
      ...field,
      number: index + 1,
      name: name ?? field.column,
      says: rowColumns[field.column] ?? '',
    })),
    ...Object.entries(columns).map(([column, { type, says }], index) => ({
      number: FIRST_OWN + index,
      name: fieldName(column, type),
      column,
      type: protoTypes[type],
      isOptional: true,
      says: type === 'timestamptz' ? `${says} RFC 3339.` : says,
    })),
  ];
}

/** A number follows its word at once: generators differ on what `category_1` becomes in programs. */
const fieldName = (column: string, type: PublicColumns[string]['type']): string =>
  `${column.replace(/_(\d)/g, '$1')}${type === 'jsonb' ? '_json' : ''}`;

/** The field's name in programs, as the loader of the protos makes it. */
export const inCamelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
