import { pageCap } from './page-cap';

describe('the most that a page brings', () => {
  it.each([
    [100, 137_000, 100],
    [50, 137_000, 50],
    [50, 151, 50],
    [100, null, 100],
    [50, 150, null], // or 100 on page 1, and the rest here
    [30, 130, null],
    [0, 80, null],
    [50, null, null],
  ])('by %d rows on page 2 of %s records is %s', (rows, recordCount, expected) => {
    expect(pageCap(rows, recordCount)).toBe(expected);
  });
});
