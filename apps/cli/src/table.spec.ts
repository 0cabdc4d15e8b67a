import { facts, table } from './table';

describe('what people read', () => {
  it('stands in columns, without line breaks, cut where it is too long', () => {
    const rows = [
      { id: 7, text: 'a\nb' },
      { id: 1_234, text: 'x'.repeat(99) },
    ];
    expect(table(rows, { id: ({ id }) => id, text: ({ text }) => text, none: () => null })).toBe(
      ['ID    TEXT'.padEnd(66) + '  NONE', '7     a b', `1234  ${'x'.repeat(59)}…`].join('\n'),
    );
  });

  it('facts stand one below the other', () => {
    expect(facts({ id: 1, because: { a: null } })).toBe('id       1\nbecause  {"a":null}');
  });
});
