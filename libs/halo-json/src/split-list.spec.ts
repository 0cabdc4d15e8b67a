import * as fc from 'fast-check';
import { splitList } from './split-list';

const split = (text: string) => {
  const elements: string[] = [];
  const envelope = splitList(Buffer.from(text), 'rows', (bytes) => elements.push(Buffer.from(bytes).toString()));
  return { envelope: Buffer.from(envelope).toString(), elements };
};

describe('a list taken apart', () => {
  it.each([
    ['[]', '[]', []],
    ['[ ]', '[]', []],
    ['[1,"a]",{"b":[2,3]}]', '[]', ['1', '"a]"', '{"b":[2,3]}']],
    ['{"rows":[{"id":1}, {"id":2}],"record_count":2}', '{"rows":[],"record_count":2}', ['{"id":1}', ' {"id":2}']],
    [
      '{"columns":[7],"x":"rows","y":{"rows":[8]},"rows":[9]}',
      '{"columns":[7],"x":"rows","y":{"rows":[8]},"rows":[]}',
      ['9'],
    ],
    ['{"\\"rows":[1],"rows":["\\\\"]}', '{"\\"rows":[1],"rows":[]}', ['"\\\\"']],
  ])('%s', (text, envelope, elements) => {
    expect(split(text)).toEqual({ envelope, elements });
  });

  it.each(['', '7', '{"rows":null}', '{"others":[1]}', '<html>', '{"rows":[1,{"id":2', '[1,"cut'])(
    'that is not there, or cut off, is left as it is: %s',
    (text) => {
      expect(split(text).envelope).toBe(text);
    },
  );

  it('hands a mistake between the elements to whoever parses them', () => {
    expect(split('[1,]').elements).toEqual(['1', '']);
    expect(split('[,1]').elements).toEqual(['', '1']);
    expect(split('[1 2]').elements).toEqual(['1 2']);
  });

  it('has the elements and the rest of any JSON', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.nat(2),
        (rows, rest, indent) => {
          const { rows: _, ...others } = rest;
          const { envelope, elements } = split(JSON.stringify({ ...others, rows, last: 1 }, null, indent));
          expect(JSON.parse(envelope)).toEqual(JSON.parse(JSON.stringify({ ...others, rows: [], last: 1 })));
          expect(elements.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(rows)));
        },
      ),
    );
  });
});
