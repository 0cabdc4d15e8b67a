import type { JsonObject, JsonValue } from '@halosync/halo-json';
import type { PublicColumn } from '../src/public-column';
import type { PublicEntity } from '../src/public-views';

/** Ways in which Halo writes a value of each type; all are good. */
const ODD: Readonly<Record<PublicColumn['type'], readonly JsonValue[]>> = {
  text: ['VPN – “wieder”, 再び', 42, '', null],
  integer: ['12.0', 7, '-1', 0, null],
  boolean: ['True', 0, '1', false, null],
  numeric: ['12.50', 0.1, 1e21, -3, null],
  timestamptz: [
    '2026-06-30T16:04:27.2199999',
    '2026-06-30T16:04:27.9999999Z',
    '2026-06-30T23:30:00+02:00',
    '2026-10-02',
    '1899-12-30T00:00:00',
    '1979-05-05T00:00:00',
    '',
    null,
  ],
  jsonb: [[{ id: 1, unit_price: 12.5 }], [], null],
};
const CUSTOM_FIELDS: readonly JsonValue[] = [
  [
    { id: 1, name: 'CFRegion', value: 'EMEA' },
    { id: 2, name: 'CFRegion', value: { nested: [1] } },
    { id: 3, name: '', value: 1 },
    { id: 4, value: 2 },
    { id: 5, name: 'CFEmpty' },
  ],
  [],
  null,
];

/** Records whose every public field is written in one odd way after the other. */
export function oddRecords({ columns, times }: PublicEntity, base: JsonObject): JsonObject[] {
  const most = Math.max(...Object.values(ODD).map((values) => values.length));
  return Array.from({ length: most }, (_, turn) => {
    const pick = (values: readonly JsonValue[]): JsonValue => values[turn % values.length] ?? null;
    const fields = Object.values(columns).map(({ field, type }): [string, JsonValue] => [
      field,
      pick(field === 'dateclosed' ? ODD.timestamptz : ODD[type]),
    ]);
    return {
      ...base,
      ...Object.fromEntries(fields),
      customfields: pick(CUSTOM_FIELDS),
      [times.createdAt]: pick(ODD.timestamptz),
    };
  });
}
