import fc from 'fast-check';
import type { Gap } from './gap';
import { mergeGaps } from './gap';
import { GapMemory } from './gap-memory';

const gap = (connectionId: string, fromSecond: number, toSecond: number, reason = 'unavailable'): Gap => ({
  connectionId,
  generation: 1,
  from: new Date(fromSecond * 1000),
  to: new Date(toSecond * 1000),
  reason,
});

describe('gaps', () => {
  it('that overlap or nearly touch are one; others and other connections stay', () => {
    expect(
      mergeGaps([gap('a', 50, 60), gap('a', 0, 20), gap('b', 10, 11), gap('a', 10, 40), gap('a', 200, 201)]),
    ).toEqual([gap('a', 0, 60), gap('a', 200, 201), gap('b', 10, 11)]);
  });

  it('names each reason once', () => {
    expect(mergeGaps([gap('a', 0, 1), gap('a', 1, 2, 'too_large'), gap('a', 2, 3)])[0]?.reason).toBe(
      'unavailable, too_large',
    );
  });

  it('never leaves out a moment, however they come', () => {
    const gaps = fc.array(
      fc
        .tuple(fc.constantFrom('a', 'b'), fc.nat(10_000), fc.nat(500))
        .map(([id, from, length]) => gap(id, from, from + length)),
    );
    fc.assert(
      fc.property(gaps, (given) => {
        const merged = mergeGaps(given);
        return given.every((one) =>
          merged.some((all) => all.connectionId === one.connectionId && all.from <= one.from && all.to >= one.to),
        );
      }),
    );
  });

  it('an outage of a thousand failures takes the memory of a few', () => {
    const memory = new GapMemory();
    for (let second = 0; second < 1_000; second++) memory.note([gap('a', second, second + 1)]);
    expect(memory.drain()).toEqual([gap('a', 0, 1_000)]);
    expect(memory.drain()).toEqual([]);
  });
});
