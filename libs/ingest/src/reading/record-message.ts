import { AppError } from '@halosync/errors';
import type { PublicEntity } from '../public-views';
import { documentColumns } from '../public-column';
import type { RecordField } from './record-fields';
import { inCamelCase, recordFields } from './record-fields';

/** An entity's message as a program holds it; which fields there are, its proto says. */
export type RecordMessage = Readonly<Record<string, string | number | boolean>>;

// Without these nobody could tell which record it is.
const ALWAYS = ['connection_id', 'halo_id'];
// All of the row's columns but this one have their public name in the table too.
const inTable = (column: string): string => (column === 'synced_at' ? 'known_at' : `"${column}"`);

/** From a row of the table, or a document of the history, to an entity's message: only the fields that are asked for. */
export class RecordSelection {
  readonly #fields: readonly RecordField[];
  readonly #published: PublicEntity;

  /**
   * @param paths of a field mask; none for all.
   * @throws AppError `invalid_request` where one names no field.
   */
  constructor(published: PublicEntity, paths: readonly string[] = []) {
    this.#published = published;
    const fields = recordFields(published.columns);
    const unknown = paths.filter((path) => !fields.some(({ name }) => name === path));
    if (unknown.length > 0) {
      const error = {
        field: 'read_mask',
        code: 'invalid_request',
        message: `There is no field ${unknown.join(', ')}.`,
        hint: `There are ${fields.map(({ name }) => name).join(', ')}.`,
      } as const;
      throw new AppError('invalid_request', error.message, { errors: [error] });
    }
    const asked = new Set([...ALWAYS, ...paths]);
    this.#fields = paths.length === 0 ? fields : fields.filter(({ name }) => asked.has(name));
  }

  /** SQL: the fields of rows of the mirrored table. */
  get ofRows(): string {
    return this.#select((column) => inTable(column));
  }

  /** SQL: the fields of rows of the version table. */
  get ofVersions(): string {
    const values: Readonly<Record<string, { readonly value: string }>> = {
      ...documentColumns(this.#published),
      synced_at: { value: 'known_at' },
      deleted_at: { value: "CASE WHEN operation = 'deleted' THEN known_at END" },
    };
    return this.#select((column) => values[column]?.value);
  }

  /** The message of a row that was read with one of the two. */
  message(row: Readonly<Record<string, unknown>>): RecordMessage {
    return Object.fromEntries(
      this.#fields.flatMap(({ name, type }) => {
        const value = row[alias(name)];
        if (value === null || value === undefined) return [];
        if (value instanceof Date) return [[inCamelCase(name), value.toISOString()]];
        // Postgres' driver gives bigint as text; ids of Halo are far below 2^53.
        return [[inCamelCase(name), type === 'int64' ? Number(value) : (value as string | number | boolean)]]; // as the field's type says
      }),
    );
  }

  #select(valueOf: (column: string) => string | undefined): string {
    return this.#fields
      .flatMap(({ name, column }) => {
        const value = valueOf(column);
        const isJson = name.endsWith('_json');
        return value === undefined ? [] : [`(${value})${isJson ? '::text' : ''} AS "${alias(name)}"`];
      })
      .join(', ');
  }
}

// Beside the version table's own columns, some of which have the same names.
const alias = (name: string): string => `record_${name}`;
