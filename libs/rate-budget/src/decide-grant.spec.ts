import { decideGrant, type BudgetState } from './decide-grant';
import type { Lane } from './lane';

const now = 1_000_000;
const free: BudgetState = {
  ...{ now, windowMs: 300_000, limit: 450, blockedUntil: 0, tat: 0, grantsSinceFloor: 0 },
  ...{ gate: { slot: 7, freeAt: now, epoch: 3 }, waiters: [] },
};
const alsoWaits = (lane: Lane, ageMs = 500): Pick<BudgetState, 'waiters'> => ({
  waiters: [{ lane, seenAt: now - ageMs }],
});

describe('decideGrant', () => {
  it('grants a free slot until its request can no longer count: 5 s + 30 s + 300.06 s', () => {
    expect(decideGrant(free, ['refetch'])).toEqual({
      ...{ kind: 'grant', lane: 'refetch', slot: 7, epoch: 4, freeAt: now + 335_060 },
      ...{ tat: 0, grantsSinceFloor: 0 },
    });
  });

  it.each([
    ['blocked', 4_000, { blockedUntil: now + 4_000 }],
    ['slot', 25, { gate: { slot: 7, freeAt: now + 25, epoch: 3 } }],
  ] as const)('waits where it is %s, for %d ms', (why, waitMs, state) => {
    expect(decideGrant({ ...free, ...state }, ['console'])).toEqual({ kind: 'wait', waitMs, why });
  });

  it('serves people, then doubts, then delta, reconcile and backfill', () => {
    const all: Lane[] = ['backfill', 'reconcile', 'delta', 'refetch', 'console'];
    const served: Lane[] = [];
    while (all.length > 0) {
      const decision = decideGrant(free, all);
      if (decision.kind === 'wait') throw new Error(decision.why);
      served.push(decision.lane);
      all.splice(all.indexOf(decision.lane), 1);
    }
    expect(served).toEqual(['console', 'refetch', 'delta', 'reconcile', 'backfill']);
  });

  it('leaves the slot to a higher lane of another replica, until that one is dead', () => {
    expect(decideGrant({ ...free, ...alsoWaits('refetch', 1_999) }, ['backfill'])).toMatchObject({
      kind: 'wait',
      why: 'turn',
    });
    expect(decideGrant({ ...free, ...alsoWaits('refetch', 2_000) }, ['backfill'])).toMatchObject({ lane: 'backfill' });
  });

  it('gives every 10th grant to the lowest lane that waits, wherever that is', () => {
    expect(decideGrant({ ...free, grantsSinceFloor: 8 }, ['refetch', 'backfill'])).toMatchObject({
      lane: 'refetch',
      grantsSinceFloor: 9,
    });
    expect(decideGrant({ ...free, grantsSinceFloor: 9 }, ['refetch', 'backfill'])).toMatchObject({
      lane: 'backfill',
      grantsSinceFloor: 0,
    });
    expect(decideGrant({ ...free, grantsSinceFloor: 9, ...alsoWaits('delta') }, ['refetch'])).toMatchObject({
      why: 'turn',
    });
  });

  it('lets bulk lanes send four at once, then one each 0.67 s', () => {
    let tat = 0;
    for (let grant = 0; grant < 4; grant++) {
      const decision = decideGrant({ ...free, tat }, ['backfill']);
      if (decision.kind === 'wait') throw new Error(decision.why);
      tat = decision.tat;
    }
    expect(decideGrant({ ...free, tat }, ['backfill'])).toEqual({
      kind: 'wait',
      waitMs: expect.closeTo(670),
      why: 'shaper',
    });
    expect(decideGrant({ ...free, tat }, ['refetch', 'backfill'])).toMatchObject({ lane: 'refetch', tat });
  });

  it('is not held back for ever by a shaper from before a clock stepped back', () => {
    expect(decideGrant({ ...free, tat: now + 3_600_000 }, ['backfill'])).toMatchObject({ waitMs: expect.closeTo(670) });
  });

  it('scales with the window', () => {
    const small = { ...free, windowMs: 3_000, ...alsoWaits('refetch', 200) };
    expect(decideGrant(small, ['backfill'])).toMatchObject({ lane: 'backfill', freeAt: now + 50 + 300 + 3_000.6 });
  });
});
