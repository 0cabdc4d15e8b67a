import { formatHaloDate, formatLongHaloDate, formatStamp, parseHaloDate, toSqlServerTick } from './halo-dates';

const at = (iso: string): number => Date.parse(iso);

describe("Halo's dates", () => {
  it.each([
    ['2026-06-30T16:04:27.210Z', '2026-06-30T16:04:27.21'],
    ['2026-06-30T16:04:27.000Z', '2026-06-30T16:04:27'],
    ['2026-06-30T16:04:20.003Z', '2026-06-30T16:04:20.003'],
    ['2026-10-02T10:00:00.900Z', '2026-10-02T10:00:00.9'],
  ])('write %s without zone and without trailing zeros', (iso, text) => {
    expect(formatHaloDate(at(iso))).toBe(text);
  });

  it('have seven fraction digits where asked, and Z in webhooks', () => {
    expect(formatLongHaloDate(at('2026-06-30T16:04:27.21Z'), 4567)).toBe('2026-06-30T16:04:27.2104567');
    expect(formatStamp(at('2026-06-30T16:04:27.21Z'))).toMatch(/^2026-06-30T16:04:27\.210\d{4}Z$/);
  });

  it.each([
    ['2026-08-01T06:30:00', '2026-08-01T06:30:00Z'],
    ['2026-08-01T06:30:00Z', '2026-08-01T06:30:00Z'],
    ['2026-08-01', '2026-08-01T00:00:00Z'],
    ['2026-08-01T06:30', '2026-08-01T06:30:00Z'],
    ['2026-08-01 06:30:00.1234567', '2026-08-01T06:30:00.123Z'],
    ['2026-08-01T06:30:00+02:00', '2026-08-01T04:30:00Z'],
  ])('read %s as UTC', (text, iso) => {
    expect(parseHaloDate(text)).toBe(at(iso));
  });

  it.each([['true'], [''], ['last week'], ['2026-13-45'], [true], [null], [undefined]])(
    'are not seen in %p',
    (junk) => {
      expect(parseHaloDate(junk)).toBeUndefined();
    },
  );

  it("move in the ticks of SQL Server's datetime", () => {
    expect(Array.from({ length: 11 }, (_, ms) => toSqlServerTick(ms))).toEqual([0, 0, 3, 3, 3, 7, 7, 7, 7, 10, 10]);
  });
});
