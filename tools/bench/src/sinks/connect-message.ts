import type { OutgoingMessage } from '@halosync/contracts';
import type { JsonValue } from '@halosync/halo-json';
import type { Column } from '../table-columns';
import type { FlatRow } from './sink-contender';

/** Connect's types by Postgres' own; with Debezium's names for what Connect has no type for. */
const TYPES: Readonly<Record<string, { readonly type: string; readonly name?: string }>> = {
  uuid: { type: 'string', name: 'io.debezium.data.Uuid' },
  bigint: { type: 'int64' },
  integer: { type: 'int32' },
  text: { type: 'string' },
  boolean: { type: 'boolean' },
  jsonb: { type: 'string', name: 'io.debezium.data.Json' },
  numeric: { type: 'double' },
  'timestamp with time zone': { type: 'string', name: 'io.debezium.time.ZonedTimestamp' },
};

/** A row as Connect's JSON converter reads it: its schema travels along, as it does without a schema registry. */
export function connectMessage(topic: string, columns: readonly Column[], row: FlatRow): OutgoingMessage {
  const fields = columns.map(({ name, type, isKey }) => {
    const known = TYPES[type];
    if (known === undefined) throw new Error(`Connect's type for ${type} is not known here`);
    return { field: name, optional: !isKey, ...known };
  });
  const payload = Object.fromEntries(columns.map(({ name, type }) => [name, valueOf(row[name] ?? null, type)]));
  return {
    topic,
    key: JSON.stringify(row['halo_id']),
    value: Buffer.from(JSON.stringify({ schema: { type: 'struct', optional: false, fields }, payload })),
    headers: {},
  };
}

function valueOf(value: JsonValue, type: string): JsonValue {
  if (value === null) return null;
  if (type === 'jsonb') return JSON.stringify(value);
  return type === 'timestamp with time zone' // As Postgres writes an instant into JSON.
    ? new Date(value as string).toISOString()
    : value;
}
