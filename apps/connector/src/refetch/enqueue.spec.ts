import type { RefetchOrder } from './enqueue';
import { mergeOrders } from './enqueue';

const order = (over: Partial<RefetchOrder> = {}): RefetchOrder => ({
  connectionId: 'c',
  entity: 'ticket',
  haloId: 7,
  generation: 1,
  reason: 'hint',
  runId: null,
  ...over,
});

describe('orders for one statement', () => {
  it('are one row per record', () => {
    expect(mergeOrders([order(), order(), order({ haloId: 8 }), order({ entity: 'site' })])).toHaveLength(3);
  });

  it('keep the strongest reason, in whatever order they come', () => {
    const reasons = (...list: RefetchOrder['reason'][]) =>
      mergeOrders(list.map((reason) => order({ reason })))[0]?.reason;
    expect(reasons('details', 'hint', 'doubt')).toBe('doubt');
    expect(reasons('doubt', 'hint', 'details')).toBe('doubt');
    expect(reasons('doubt', 'person', 'hint')).toBe('person');
  });

  it('remember every run that waits', () => {
    expect(
      mergeOrders([order({ runId: 'a' }), order(), order({ runId: 'b' }), order({ runId: 'a' })])[0]?.run_ids,
    ).toEqual(['a', 'b']);
  });

  it('forget an older generation', () => {
    const [row] = mergeOrders([
      order({ generation: 1, reason: 'person', runId: 'a' }),
      order({ generation: 2 }),
      order({ generation: 1 }),
    ]);
    expect(row).toMatchObject({ generation: 2, reason: 'hint', run_ids: [] });
  });
});
