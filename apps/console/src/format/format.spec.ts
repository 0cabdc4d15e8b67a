import { duration, readyAt, timeLeft } from './duration';
import { count, percentOf, share } from './number';
import { ago, calendarDate, utc } from './time';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('how figures are written', () => {
  it.each([
    [0.84, '0.8 s'],
    [12.4, '12 s'],
    [240, '4 min'],
    [3 * 3_600 + 600, '3 h 10 min'],
    [2 * 86_400, '2 d'],
  ])('%d s is %s', (seconds, words) => {
    expect(plain(duration(seconds))).toBe(words);
  });

  it.each([
    [20, 'less than a minute'],
    [70, 'about 1 min'],
    [16 * 60, 'about 16 min'],
    [130 * 60, 'about 2 h 10 min'],
    [120 * 60, 'about 2 h'],
  ])('%d s left is %s', (seconds, words) => {
    expect(plain(timeLeft(seconds))).toBe(words);
  });

  it('a time of day is as exact as it can be known', () => {
    const now = new Date('2026-11-03T14:02:11Z');
    expect(readyAt(now, 600).toISOString()).toBe('2026-11-03T14:13:00.000Z');
    expect(readyAt(now, 2 * 3_600).toISOString()).toBe('2026-11-03T16:05:00.000Z');
    expect(readyAt(now, 7 * 3_600).toISOString()).toBe('2026-11-03T21:15:00.000Z');
  });

  it.each([
    [0.002, '0.2 %'],
    [0.0001, '< 0.1 %'],
    [0, '0'],
    [null, '–'],
  ])('the share %p is %s', (value, words) => {
    expect(plain(share(value))).toBe(words);
  });

  it('progress is never 100 before all is there, nor above', () => {
    expect([percentOf(0, 10), percentOf(9_999, 10_000), percentOf(10, 10), percentOf(12, 10), percentOf(0, 0)]).toEqual(
      [0, 99, 100, 100, 0],
    );
  });

  it('counts are in full, unknown ones are a dash', () => {
    expect([count(3_412), count(0), count(null)]).toEqual(['3,412', '0', '–']);
  });

  it('a moment is told from now up to a day, then by its date; UTC to the millisecond', () => {
    const now = new Date('2026-11-03T14:02:11.482Z');
    expect(plain(ago(new Date('2026-11-03T14:01:59Z'), now))).toBe('12 s ago');
    expect(ago(new Date('2026-11-01T14:01:59Z'), now)).toMatch(/Nov|1/);
    expect(utc(now)).toBe('2026-11-03 14:02:11.482 UTC');
  });

  it('a calendar date never shifts', () => {
    expect(calendarDate('2026-11-03T00:00:00.000Z')).toMatch(/\b3\b/);
  });
});
