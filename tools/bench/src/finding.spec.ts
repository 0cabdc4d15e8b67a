import { figure, isReached, ratio } from './finding';

const ours = { name: 'ours', unit: '/s', perRound: [10, 30, 20] };
const peer = { name: 'peer', unit: '/s', perRound: [5, 10, 40] };

describe('a ratio', () => {
  it('is taken round by round, not of the medians', () => {
    expect(ratio('x', { atLeast: 2 }, ours, peer).perRound).toEqual([2, 3, 0.5]);
  });

  it('needs both sides in every round', () => {
    expect(() => ratio('x', { atLeast: 2 }, ours, { ...peer, perRound: [1] })).toThrow('lacks a round');
  });

  it('tells both sides', () => {
    expect(ratio('x', { atLeast: 2 }, ours, peer).sides).toBe('ours 20 /s (10–30); peer 10 /s (5–40)');
  });
});

describe('a target', () => {
  const finding = ratio('x', { atLeast: 2 }, ours, peer);

  it('is reached by the median', () => {
    expect(isReached(finding)).toBe(true);
    expect(isReached({ ...finding, target: { atLeast: 2.1 } })).toBe(false);
  });

  it('may be a bound from above', () => {
    expect(isReached({ ...finding, target: { atMost: 2 } })).toBe(true);
    expect(isReached({ ...finding, target: { atMost: 1.9 } })).toBe(false);
  });
});

describe('a figure', () => {
  it('has three digits that count', () => {
    expect([12_345, 999.6, 45.678, 0.51234].map(figure)).toEqual(['12,300', '1000', '45.7', '0.512']);
  });
});
