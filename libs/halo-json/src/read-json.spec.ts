import { AppError } from '@halosync/errors';
import fc from 'fast-check';
import { readJson } from './read-json';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const caught = (act: () => unknown): AppError => {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

const keysOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(keysOf)];
};
const valuesOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesOf) : [];
};

describe('readJson', () => {
  it.each([
    ['empty', Buffer.alloc(0)],
    ['empty', bytes(' \r\n ')],
    ['empty', Buffer.from([0xef, 0xbb, 0xbf])],
    ['html', bytes('  <!DOCTYPE html><html></html>')],
    ['not_utf8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
    ['not_utf8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])], // a surrogate, encoded
    ['not_utf8', Buffer.from('\ufeff{"id":1}', 'utf16le')],
    ['not_utf8', Buffer.from('{"id":1}', 'utf16le')],
    ['not_utf8', Buffer.from('{"id":1}', 'utf16le').swap16()],
    ['not_json', bytes('{"id":1')],
    ['not_json', bytes('{"id":1}{}')],
    ['not_json', bytes("{'id':1}")],
    ['not_json', bytes('{"id":NaN}')],
    ['not_json', bytes('"a\u0000b"')],
    ['not_json', bytes('Rate limit reached')],
  ])('refuses what is %s, case %#', (reason, body) => {
    const error = caught(() => readJson(body));
    expect(error).toMatchObject({ code: 'body_unreadable', details: { reason }, retryable: false });
  });

  it('strips a UTF-8 byte order mark', () => {
    expect(readJson(bytes('\ufeff{"id":1}'))).toEqual({ id: 1 });
  });

  it('takes 64 levels and refuses 65', () => {
    expect(readJson(bytes('['.repeat(64) + ']'.repeat(64)))).toHaveLength(1);
    expect(caught(() => readJson(bytes('['.repeat(65) + ']'.repeat(65)))).details).toEqual({ reason: 'too_deep' });
  });

  it('counts keys, not colons in texts', () => {
    const object = (keys: number) =>
      bytes(`{${Array.from({ length: keys }, (_, i) => `"k\\"${i}:{":":["`).join(',')}}`);
    expect(Object.keys(readJson(object(50_000)) as object)).toHaveLength(50_000);
    expect(caught(() => readJson(object(50_001))).details).toEqual({ reason: 'too_many_keys' });
    expect(Object.keys(readJson(object(3), { maxKeys: 3 }) as object)).toHaveLength(3);
  });

  it('survives a depth of 100,000 and a million keys at little cost', () => {
    const deep = bytes('{"a":'.repeat(100_000));
    const wide = bytes(`{${'"a":1,'.repeat(1_000_000)}"b":1}`);
    const start = performance.now();
    expect(caught(() => readJson(deep)).details).toEqual({ reason: 'too_deep' });
    expect(caught(() => readJson(wide)).details).toEqual({ reason: 'too_many_keys' });
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('replaces U+0000 and lone surrogates in values and keys, and keeps pairs', () => {
    const value = readJson(
      bytes('{"a\\u0000":["x\\u0000y",{"k\\ud800":"\\uDFFF"}],"smile":"\\ud83d\\ude00","b\\\\u0000":1}'),
    );
    expect(value).toEqual({ 'a\ufffd': ['x\ufffdy', { 'k\ufffd': '\ufffd' }], smile: '😀', 'b\\u0000': 1 });
  });

  it.each([
    '{"__proto__":{"polluted":1},"id":1}',
    '{"id":1,"\\u005f_proto__":{"polluted":1}}',
    '{"id":1,"_\\u005Fproto__":1}',
  ])('drops a prototype key: %s', (text) => {
    const value = readJson(bytes(text)) as object;
    expect(Object.getOwnPropertyNames(value)).toEqual(['id']);
    expect(Object.assign({}, value)).not.toHaveProperty('polluted');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('keeps constructor and prototype as plain keys', () => {
    const value = readJson(bytes('{"constructor":{"prototype":{"polluted":1}},"hasOwnProperty":1}'));
    expect(JSON.stringify(value)).toBe('{"constructor":{"prototype":{"polluted":1}},"hasOwnProperty":1}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each(['1e400', '-1E+400', `1${'0'.repeat(309)}`, `{"a":[1e5,{"b":1e309}]}`])(
    'refuses a number beyond a double: %s',
    (text) => {
      expect(caught(() => readJson(bytes(text))).code).toBe('record_invalid');
    },
  );

  it('keeps such a number as text where one record must not cost the page', () => {
    expect(readJson(bytes('[{"id":1e400},{"id":-1e999},{"id":2e3}]'), { nonFinite: 'text' })).toEqual([
      { id: 'Infinity' },
      { id: '-Infinity' },
      { id: 2000 },
    ]);
  });

  it('equals JSON.parse for every clean value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/__proto__|\\u0000|\\ud[89a-f]/i.test(text));
        expect(readJson(bytes(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('throws AppErrors only, whatever the bytes, and returns nothing unsafe', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\u0000',
      '\\ud83d',
      '\\',
      '__proto__',
      '1e999',
      'a',
      ' ',
      '\u00e9',
      'null',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.array(pieces, { maxLength: 60 }).map((list) => bytes(list.join(''))),
        ),
        (body) => {
          let returned: unknown;
          try {
            returned = readJson(body);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
          const keys = keysOf(returned);
          for (const text of [...keys, ...valuesOf(returned)]) expect(text).not.toMatch(/[\0\p{Surrogate}]/u);
          expect(keys).not.toContain('__proto__'); // as a value it is a text like any other
        },
      ),
      { numRuns: 2000 },
    );
  });
});
