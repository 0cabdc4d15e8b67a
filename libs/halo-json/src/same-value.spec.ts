import fc from 'fast-check';
import type { JsonValue } from './json-value';
import { sameValue } from './same-value';

describe('sameValue', () => {
  it.each<[JsonValue | undefined, JsonValue | undefined, boolean]>([
    [1, 1, true],
    [12.0, 12, true],
    [1, '1', false],
    [null, undefined, false],
    [undefined, undefined, true],
    [null, {}, false],
    [[], {}, false],
    [{ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [{ a: 1, b: null }, { a: 1 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: undefined as unknown as null }, { b: 1 }, false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    ['2026-10-02T10:00:01.1234567Z', '2026-10-02T10:00:01.123', true],
    ['2026-10-02T10:00:01', '2026-10-02T12:00:01+02:00', true],
    ['2026-10-02T10:00:01.123', '2026-10-02T10:00:01.124', false],
    ['2026-10-02T10:00:01', '2026-10-02T10:00:02', false],
    ['1900-01-01T00:00:00', '1900-01-01T00:00:00.000Z', true],
    ['1900-01-01T00:00:00', '0001-01-01T00:00:00', true],
    ['1970-01-01T00:00:00', '1970-01-01T00:00:00.0', true],
    ['1970-01-01T00:00:00', '1971-01-01T00:00:00', false],
    ['2026-02-30T10:00:01', '2026-02-30T10:00:01.0', false],
    ['2026-10-02', '2026-10-02T00:00:00', false],
    ['', '1900-01-01T00:00:00', false],
    ['constructor', 'toString', false],
    [{ toString: 1 }, { valueOf: 1 }, false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(sameValue(a, b)).toBe(expected);
    expect(sameValue(b, a)).toBe(expected);
  });

  it('holds for any value and its copy with keys reversed', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, held]) => [key, reversed(held)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as JsonValue; // -0 and the like as JSON has them
        expect(sameValue(json, reversed(json) as JsonValue)).toBe(true);
      }),
    );
  });
});
