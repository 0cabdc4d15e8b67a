import type { connectorProto } from '@halosync/contracts';
import { budgetView } from './budget-view';

const held: connectorProto.Budget = {
  ...{ limit: 240, windowSeconds: 300, used: 200, waiting: 3, blockedUntil: '2026-11-03T14:03:00.000Z' },
  ...{ configuredLimit: 450, sharePercent: 80, learnedLimit: 300, learnedHow: 'told' },
  ...{ learnedSince: '2026-11-03T14:02:00.000Z', trialLimit: 330, trialAt: '2026-11-03T16:02:00.000Z' },
  lanes: [{ lane: 'refetch', used: 200, waiting: 3 }],
};

describe('a budget', () => {
  it('tells what is in force, why, and until when', () => {
    expect(budgetView(held)).toEqual({
      ...{ limit: 240, windowSeconds: 300, used: 200, waiting: 3, blockedUntil: '2026-11-03T14:03:00.000Z' },
      ...{ configuredLimit: 450, sharePercent: 80, learnedLimit: 300, learnedHow: 'told' },
      learnedSince: '2026-11-03T14:02:00.000Z',
      nextTrial: { limit: 330, at: '2026-11-03T16:02:00.000Z' },
      lanes: [{ lane: 'refetch', used: 200, waiting: 3 }],
    });
  });

  it('has nothing to tell where nothing was learned', () => {
    const calm = {
      ...held,
      blockedUntil: '',
      learnedLimit: 0,
      learnedHow: '',
      learnedSince: '',
      trialLimit: 0,
      trialAt: '',
    };
    expect(budgetView(calm)).toMatchObject({
      ...{ blockedUntil: null, learnedLimit: null, learnedHow: null, learnedSince: null, nextTrial: null },
    });
  });

  it('is all zeros where the connector told of none', () => {
    expect(budgetView(null)).toMatchObject({ limit: 0, used: 0, learnedLimit: null, lanes: [] });
  });
});
