import { afterThrottling } from './after-throttling';
import { nextTrial, requestLimit, type LimitState } from './request-limit';

const now = 10_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const fresh: LimitState = {
  ...{ windowMs: 300_000, configured: 450, sharePercent: 100 },
  ...{ learned: null, throttledAt: null, blockedUntil: 0 },
};
const silent = { retryAfterSeconds: null, toldLimit: null, toldWindowMs: null };

describe('afterThrottling', () => {
  it.each([
    [null, 60],
    [Number.NaN, 60],
    [0, 5],
    [-3, 5],
    [17, 17],
    [1e12, 300],
    [Number.POSITIVE_INFINITY, 300],
  ])('Retry-After %p blocks for %d s', (retryAfterSeconds, seconds) => {
    expect(afterThrottling(fresh, { ...silent, retryAfterSeconds }, now).blockedUntil).toBe(now + seconds * 1_000);
  });

  it('never shortens a block', () => {
    const blocked = { ...fresh, blockedUntil: now + 200_000 };
    expect(afterThrottling(blocked, silent, now).blockedUntil).toBe(now + 200_000);
  });

  it('takes a number in the answer for the limit, and tries 10 % more each 2 h', () => {
    const told = afterThrottling(fresh, { ...silent, toldLimit: 300 }, now);
    expect([0, 1.9, 2, 4, 24].map((hours) => requestLimit(told, now + hours * HOUR))).toEqual([
      300, 300, 330, 363, 450,
    ]);
    expect(nextTrial(told, now + HOUR)).toEqual({ limit: 330, at: now + 2 * HOUR });
    expect(nextTrial(told, now + 24 * HOUR)).toBeNull();
  });

  it.each([
    [300, null, 300],
    [300, 5, 300],
    [300, 10, 150],
    [60, 1, 60],
    [5_000, 60, 416],
  ])('takes %d requests per %p minutes for %d in our five', (toldLimit, minutes, limit) => {
    const toldWindowMs = minutes === null ? null : minutes * MINUTE;
    expect(requestLimit(afterThrottling(fresh, { ...silent, toldLimit, toldWindowMs }, now), now)).toBe(limit);
  });

  it('lowers by 10 % after two within 10 min where no number helps', () => {
    const once = afterThrottling(fresh, silent, now);
    expect(requestLimit(once, now)).toBe(450);
    const twice = afterThrottling(once, { ...silent, toldLimit: 450 }, now + 9 * MINUTE);
    expect(requestLimit(twice, now + 9 * MINUTE)).toBe(405);
    const late = afterThrottling(once, silent, now + 11 * MINUTE);
    expect(requestLimit(late, now + 11 * MINUTE)).toBe(450);
  });

  it('takes the answers to calls that were under way for one event', () => {
    let state = fresh;
    for (let answer = 0; answer < 50; answer++) state = afterThrottling(state, silent, now + answer * 100);
    expect(requestLimit(state, now)).toBe(450);
  });

  it('holds a limit that is being tried until a second 429 proves it wrong', () => {
    const told = afterThrottling(fresh, { ...silent, toldLimit: 300 }, now);
    const trying = now + 2 * HOUR;
    const once = afterThrottling(told, silent, trying);
    expect(requestLimit(once, trying + HOUR)).toBe(330);
    expect(requestLimit(afterThrottling(once, silent, trying + 5 * MINUTE), trying + 5 * MINUTE)).toBe(297);
  });

  it("leaves a person's share of whatever the limit is", () => {
    expect(requestLimit({ ...fresh, sharePercent: 90 }, now)).toBe(405);
    expect(requestLimit({ ...fresh, sharePercent: 0.1 }, now)).toBe(1);
  });
});
