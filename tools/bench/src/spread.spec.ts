import { quantile, spread } from './spread';

describe('the spread', () => {
  it('of an odd number has the middle one as median', () => {
    expect(spread([9, 1, 5])).toEqual({ median: 5, min: 1, max: 9 });
  });

  it('of an even number has the mean of the two in the middle', () => {
    expect(spread([4, 1, 2, 10])).toEqual({ median: 3, min: 1, max: 10 });
  });

  it('orders numbers as numbers', () => {
    expect(spread([100, 20, 3]).median).toBe(20);
  });

  it('of nothing is an error, not a zero', () => {
    expect(() => spread([])).toThrow('nothing was measured');
  });
});

describe('a quantile', () => {
  it('lies between two neighbours by their distance', () => {
    const hundred = Array.from({ length: 101 }, (_, index) => index);
    expect(quantile(hundred, 0.99)).toBe(99);
    expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
  });
});
