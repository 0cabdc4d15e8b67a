import { clockOffsetMs } from './clock-offset';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 3, 14, 0, 0) + seconds * 1_000);
/** An answer to a call from `from` to `to`, whose header says `date`. */
const answer = (from: number, to: number, date: number) => ({
  validFrom: at(from),
  knownAt: at(to),
  date: at(date).toUTCString(),
});

describe("the offset of Halo's clock", () => {
  it('is nothing where the answers allow that', () => {
    expect(clockOffsetMs([answer(0.9, 1.3, 0), answer(1.4, 1.6, 1), answer(2, 4, 2)])).toBe(0);
  });

  it.each([
    [95, 95_000],
    [-3_600, -3_600_000],
  ])('of %d s is known to half a second', (seconds, expected) => {
    const answers = [0.2, 1.1, 2.7].map((from) => answer(from, from + 0.3, Math.floor(from + 0.1) + seconds));
    expect(Math.abs((clockOffsetMs(answers) ?? NaN) - expected)).toBeLessThanOrEqual(500);
  });

  it('is not known without a date', () => {
    expect(clockOffsetMs([{ ...answer(0, 1, 0), date: undefined }])).toBeNull();
    expect(clockOffsetMs([{ ...answer(0, 1, 0), date: 'soon' }])).toBeNull();
    expect(clockOffsetMs([])).toBeNull();
  });
});
