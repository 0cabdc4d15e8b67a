import type { entityProto } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { PublicColumn, PublicColumns } from '../public-column';

type ColumnType = PublicColumn['type'];

// Of the columns that every entity has, those worth a condition.
const rowTypes: Readonly<Record<string, ColumnType>> = {
  halo_id: 'integer',
  revision: 'integer',
  learned_by: 'text',
  is_whole: 'boolean',
  synced_at: 'timestamptz',
  deleted_at: 'timestamptz',
  halo_created_at: 'timestamptz',
  halo_updated_at: 'timestamptz',
  custom_fields: 'jsonb',
};

const comparisons = {
  equals: '=',
  notEquals: 'IS DISTINCT FROM',
  lessThan: '<',
  atMost: '<=',
  greaterThan: '>',
  atLeast: '>=',
} as const;

/** Values of a statement, numbered as they are added. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${String(this.values.length)}`;
  }
}

/**
 * A condition on a column as SQL; its value goes as a parameter.
 * @throws AppError `invalid_request` where the column, the condition or the value makes no sense.
 */
export function filterSql(columns: PublicColumns, filter: entityProto.Filter, parameters: Parameters): string {
  const { column } = filter;
  const type = Object.hasOwn(rowTypes, column)
    ? rowTypes[column]
    : Object.hasOwn(columns, column)
      ? columns[column]?.type
      : undefined;
  if (type === undefined) throw wrong(`There is no column ${column}.`, 'The data dictionary lists them.');
  const name = column === 'synced_at' ? 'known_at' : `"${column}"`;
  if (filter.isNull !== undefined) return `${name} IS ${filter.isNull ? '' : 'NOT '}NULL`;
  if (filter.contains !== undefined) {
    if (type !== 'text') throw wrong(`${column} is not text.`, 'Only text contains something.');
    return containsSql([name], filter.contains, parameters);
  }
  for (const [condition, operator] of Object.entries(comparisons)) {
    const value = filter[condition as keyof typeof comparisons]; // its own keys
    if (value === undefined) continue;
    const isOrdered = operator !== '=' && operator !== 'IS DISTINCT FROM';
    if (type === 'jsonb' || (type === 'boolean' && isOrdered))
      throw wrong(`${column} has no such condition.`, 'JSON is null or not; true and false have no order.');
    return `${name} ${operator} ${parameters.add(valid(column, type, value))}::${type === 'integer' ? 'bigint' : type}`;
  }
  throw wrong(`The filter on ${column} has no condition.`, 'Set one, such as equals.');
}

/** Text that one of the columns contains, whatever its case. */
export function containsSql(names: readonly string[], text: string, parameters: Parameters): string {
  const pattern = parameters.add(`%${text.replace(/[\\%_]/g, '\\$&')}%`);
  return `(${names.map((name) => `${name} ILIKE ${pattern}`).join(' OR ')})`;
}

const forms: Readonly<Record<Exclude<ColumnType, 'jsonb' | 'text'>, { readonly form: RegExp; readonly says: string }>> =
  {
    integer: { form: /^-?\d{1,18}$/, says: 'a whole number' },
    numeric: { form: /^-?\d{1,30}(\.\d{1,30})?$/, says: 'a number' },
    boolean: { form: /^(true|false)$/, says: 'true or false' },
    timestamptz: {
      form: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/,
      says: 'an instant such as 2026-11-25T08:00:00Z',
    },
  };

function valid(column: string, type: Exclude<ColumnType, 'jsonb'>, value: string): string {
  if (type === 'text') return value;
  const { form, says } = forms[type];
  if (form.test(value) && (type !== 'timestamptz' || !Number.isNaN(Date.parse(value)))) return value;
  throw wrong(`${column} is not ${says}.`, `Give ${says}.`);
}

/** An instant of a request; null where it is empty. @throws AppError `invalid_request`. */
export function instant(field: string, text: string): Date | null {
  return text === '' ? null : new Date(valid(field, 'timestamptz', text));
}

function wrong(message: string, hint: string): AppError {
  return new AppError('invalid_request', message, {
    errors: [{ field: 'filters', code: 'invalid_request', message, hint }],
  });
}
