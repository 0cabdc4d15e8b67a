import { comparedCounts, compareIds, planRepair } from './id-comparison';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const sets = (source: readonly number[], held: readonly number[], heldBefore: readonly number[] = held) => ({
  source: new Set(source),
  held: new Set(held),
  heldBefore: new Set(heldBefore),
});

describe('a comparison of ids', () => {
  it('finds what is missing and what is too many', () => {
    expect(compareIds(sets([1, 2, 3], [2, 3, 4]))).toEqual({ missing: [1], surplus: [4] });
  });

  it('sees through one deletion and one creation that leave the counts equal', () => {
    const difference = compareIds(sets(range(2, 1001), range(1, 1000)));
    expect(difference).toEqual({ missing: [1001], surplus: [1] });
  });

  it('does not wonder about a record that was learned after Halo was asked', () => {
    expect(compareIds(sets([1], [1, 2], [1]))).toEqual({ missing: [], surplus: [] });
  });

  it('takes the word of a read by id: gone since, or there after all', () => {
    const findings = new Map([
      [1, false],
      [4, true],
    ]);
    expect(compareIds(sets([1, 2], [2, 4]), findings)).toEqual({ missing: [], surplus: [] });
  });

  it('still misses a record that Halo has and that did not arrive', () => {
    expect(compareIds(sets([1], []), new Map([[1, true]])).missing).toEqual([1]);
  });
});

describe('a repair', () => {
  const plan = (source: readonly number[], held: readonly number[], repages = 0, pageSize = 100) =>
    planRepair(compareIds(sets(source, held)), sets(source, held), {
      ...{ repages, pageSize, deleted: 0, isForced: false },
    });

  it('is none where both agree', () => {
    expect(plan(range(1, 50), range(1, 50))).toEqual({ kind: 'none' });
  });

  it('reads by id up to 20, or 1 % of many', () => {
    expect(plan(range(1, 30), range(21, 30))).toEqual({ kind: 'read', ids: range(1, 20) });
    expect(plan(range(1, 5000), range(51, 5000))).toMatchObject({ kind: 'read' });
  });

  it('reads pages again from the first missing one on, twice at most', () => {
    const held = [...range(1, 250), ...range(301, 1000)];
    expect(plan(range(1, 1000), held)).toEqual({ kind: 'page', fromPage: 3 });
    expect(plan(range(1, 1000), held, 0, 50)).toEqual({ kind: 'page', fromPage: 6 }); // a Halo that caps pages
    expect(plan(range(1, 1000), held, 1)).toMatchObject({ kind: 'page' });
    expect(plan(range(1, 1000), held, 2)).toMatchObject({
      kind: 'give_up',
      detail: expect.stringContaining('50 records'),
    });
  });

  it('deletes nothing where more than 20 and more than 2 % have vanished', () => {
    expect(plan(range(21, 500), range(1, 500))).toMatchObject({ kind: 'read' });
    expect(plan(range(22, 500), range(1, 500))).toMatchObject({
      kind: 'give_up',
      detail: expect.stringContaining('administrator'),
    });
    expect(plan(range(41, 2000), range(1, 2000))).toMatchObject({ kind: 'read' });
    expect(plan([], range(1, 500))).toMatchObject({ kind: 'give_up', isBraked: true });
  });

  it('counts what the run has deleted before, so that many rounds delete no more than one', () => {
    const both = sets(range(11, 500), range(1, 500));
    const limits = { repages: 0, pageSize: 100, isForced: false };
    expect(planRepair(compareIds(both), both, { ...limits, deleted: 10 })).toMatchObject({ kind: 'read' });
    expect(planRepair(compareIds(both), both, { ...limits, deleted: 11 })).toMatchObject({ isBraked: true });
  });

  it('goes on where a person has seen it and wants it so', () => {
    const both = sets(range(101, 500), range(1, 500));
    expect(planRepair(compareIds(both), both, { repages: 0, pageSize: 100, deleted: 0, isForced: true })).toEqual({
      kind: 'read',
      ids: range(1, 100),
    });
  });
});

describe('the counts of a comparison', () => {
  it('are equal where both sides agree, whatever happened while they were compared', () => {
    // 4 was made in Halo after the look, 2 deleted after it, 5 not listed and there after all.
    const findings = new Map([
      [2, false],
      [5, true],
    ]);
    expect(comparedCounts(sets([1, 2, 3], [1, 3, 4, 5], [1, 2, 3, 5]), findings)).toEqual({ inHalo: 3, held: 3 });
    expect(comparedCounts(sets([1, 2, 3], [1, 2]), new Map())).toEqual({ inHalo: 3, held: 2 });
  });
});
