import { connectMessage } from './connect-message';

const columns = [
  { name: 'halo_id', type: 'bigint', isKey: true },
  { name: 'raw', type: 'jsonb', isKey: false },
  { name: 'known_at', type: 'timestamp with time zone', isKey: false },
  { name: 'cost', type: 'numeric', isKey: false },
];

describe('a message for Kafka Connect', () => {
  it('carries each column with a type that the sink can bind', () => {
    const row = { halo_id: 7, raw: { id: 7 }, known_at: '2026-11-01T11:00:00+01:00', cost: null };
    expect(JSON.parse(String(connectMessage('t', columns, row).value))).toEqual({
      schema: {
        type: 'struct',
        optional: false,
        fields: [
          { field: 'halo_id', optional: false, type: 'int64' },
          { field: 'raw', optional: true, type: 'string', name: 'io.debezium.data.Json' },
          { field: 'known_at', optional: true, type: 'string', name: 'io.debezium.time.ZonedTimestamp' },
          { field: 'cost', optional: true, type: 'double' },
        ],
      },
      payload: { halo_id: 7, raw: '{"id":7}', known_at: '2026-11-01T10:00:00.000Z', cost: null },
    });
  });

  it('is refused where a column has a type that nobody thought of', () => {
    expect(() => connectMessage('t', [{ name: 'x', type: 'point', isKey: false }], {})).toThrow('point');
  });
});
