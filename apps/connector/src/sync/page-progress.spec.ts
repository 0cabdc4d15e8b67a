import { afterPage, repeats } from './page-progress';

const start = { nextPage: 1, maxId: 0, seen: 0, unusable: 0 };

describe('the checkpoint after a page', () => {
  it('counts a row once, however often it is read', () => {
    const first = afterPage(start, { ids: [1, 2, 3], unusable: 0 });
    expect(first).toEqual({ nextPage: 2, maxId: 3, seen: 3, unusable: 0 });
    // After a restart: the page before the checkpoint again, with a row that moved up.
    expect(afterPage({ ...first, nextPage: 1 }, { ids: [1, 3, 4], unusable: 0 })).toEqual({
      nextPage: 2,
      maxId: 4,
      seen: 4,
      unusable: 0,
    });
  });

  it('counts all rows of a page that is out of order', () => {
    expect(afterPage({ ...start, maxId: 9 }, { ids: [7, 3, 12], unusable: 0 }).seen).toBe(3);
  });

  it('remembers rows without an id', () => {
    expect(afterPage(start, { ids: [], unusable: 2 })).toMatchObject({ nextPage: 2, unusable: 2 });
  });
});

describe('a page that repeats the one before', () => {
  it.each([
    [[1, 2], [1, 2], true],
    [[2, 1], [1, 2], true],
    [[2, 3], [1, 2], false],
    [[1], [1, 2], false],
    [[1, 2], null, false],
  ])('%j after %j: %s', (page, before, expected) => {
    expect(repeats(page, before)).toBe(expected);
  });
});
