import { z } from 'zod';
import { haloBoolean } from './halo-boolean';
import { haloDate } from './halo-date';
import { haloId } from './halo-id';
import { haloInt } from './halo-int';
import { haloNumber } from './halo-number';
import { haloText } from './halo-text';
import { isSparse } from './is-sparse';

const refused = Symbol('refused');
const read = (schema: z.ZodType, value: unknown): unknown => {
  const result = schema.safeParse(value);
  return result.success ? result.data : refused;
};

describe('haloInt', () => {
  it.each([
    [12, 12],
    [12.0, 12],
    ['12', 12],
    ['12.0', 12],
    ['-1', -1],
    [-1, -1],
    [-0, 0],
    [2147483647, 2147483647],
    [-2147483648, -2147483648],
    [2147483648, refused],
    [-2147483649, refused],
    [12.5, refused],
    ['12.5', refused],
    ['', refused],
    ['abc', refused],
    [' 12', refused],
    ['0x10', refused],
    ['1e3', refused],
    [true, refused],
    [[], refused],
    [{}, refused],
    [null, refused],
    [undefined, refused],
    ['Infinity', refused],
  ])('%p → %p', (value, expected) => {
    expect(read(haloInt, value)).toBe(expected);
  });
});

describe('haloId', () => {
  it.each([
    [1, 1],
    ['2207', 2207],
    [12.0, 12],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    [0, refused],
    [-1, refused],
    [1.5, refused],
    [JSON.parse('9007199254740993'), refused],
    ['9007199254740993', refused],
    ['12.0', refused],
    ['', refused],
    [null, refused],
    [true, refused],
  ])('%p → %p', (value, expected) => {
    expect(read(haloId, value)).toBe(expected);
  });
});

describe('haloNumber', () => {
  it.each([
    [240.0, '240'],
    [0.1, '0.1'],
    [-0, '0'],
    [-12.345, '-12.345'],
    [1e21, '1000000000000000000000'],
    [1.5e21, '1500000000000000000000'],
    [1e-7, '0.0000001'],
    [-1.25e-9, '-0.00000000125'],
    [123456789012345680000, '123456789012345680000'],
    ['240.00', '240.00'],
    [' 5 ', '5'],
    ['1.5E3', '1500'],
    ['12.5e-1', '1.25'],
    ['', refused],
    ['1,5', refused],
    ['£5', refused],
    ['Infinity', refused],
    ['1e400', refused],
    [true, refused],
    [null, refused],
    ['0x10', refused],
    ['1e9999', refused],
  ])('%p → %p', (value, expected) => {
    expect(read(haloNumber, value)).toBe(expected);
  });

  it('prints every double so that it reads back as itself', () => {
    for (const number of [Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53 + 2, 1 / 3, 5e-324, 1.7976931348623157e308]) {
      const text = haloNumber.parse(number);
      expect(text).toMatch(/^\d+(\.\d+)?$/);
      expect(Number(text)).toBe(number);
    }
  });
});

describe('haloBoolean', () => {
  it.each([
    [true, true],
    [false, false],
    [1, true],
    [0, false],
    ['true', true],
    ['False', false],
    ['1', true],
    ['0', false],
    [2, refused],
    ['yes', refused],
    ['', refused],
    [null, refused],
    [{}, refused],
  ])('%p → %p', (value, expected) => {
    expect(read(haloBoolean, value)).toBe(expected);
  });
});

describe('haloText', () => {
  it.each([
    ['a', 'a'],
    ['', ''],
    [42, '42'],
    [true, refused],
    [null, refused],
    [{ a: 1 }, refused],
    [['a'], refused],
  ])('%p → %p', (value, expected) => {
    expect(read(haloText, value)).toBe(expected);
  });
});

describe('a record schema', () => {
  const record = z.object({
    id: haloId,
    site_id: haloInt.nullish(),
    total: haloNumber.nullish(),
    at: haloDate.nullish(),
    on: haloBoolean.nullish(),
    name: haloText.nullish(),
  });

  it('lets every field but the id be null or absent', () => {
    expect(record.parse({ id: 1 })).toEqual({ id: 1 });
    expect(record.parse({ id: 1, site_id: null, total: null, at: null, on: null, name: null })).toEqual({
      id: 1,
      site_id: null,
      total: null,
      at: null,
      on: null,
      name: null,
    });
  });

  it('names the field that breaks it', () => {
    const issues =
      record.safeParse({ id: '9007199254740993', site_id: 12.5, at: '2026-02-30T00:00:00' }).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join('.'))).toEqual(['id', 'site_id', 'at']);
  });
});

describe('isSparse', () => {
  it('is null or an empty array', () => {
    expect([null, []].every(isSparse)).toBe(true);
    expect(['', 0, false, {}, [null]].some(isSparse)).toBe(false);
  });
});
