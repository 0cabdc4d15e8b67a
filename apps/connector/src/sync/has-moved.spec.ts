import { hasMoved } from './has-moved';
import { noTally } from './run';

const at = { phase: 'pages', pass: 1, repages: 0, nextPage: 7, tally: noTally } as const;

describe('a run', () => {
  it.each([
    ['the next page', { nextPage: 8 }],
    ['the next phase', { phase: 'settle' }],
    ['a second pass, which begins at the first page', { pass: 2, nextPage: 1 }],
    ['pages that are read again on purpose', { repages: 1, nextPage: 3 }],
    ['a copy that was judged', { tally: { ...noTally, noop: 1 } }],
  ] as const)('moves with %s', (_name, to) => {
    expect(hasMoved(at, { ...at, ...to })).toBe(true);
  });

  it('stands still where a page is read once more after a crash', () => {
    expect(hasMoved(at, at)).toBe(false);
    expect(hasMoved(at, { ...at, nextPage: 6 })).toBe(false);
  });
});
