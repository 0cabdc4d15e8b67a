import { RateLimiter } from './rate-limiter';
import type { LimiterSettings } from './settings';

function limited(settings: Partial<LimiterSettings> = {}) {
  const clock = { now: 0 };
  const all: LimiterSettings = {
    enabled: true,
    requests: 3,
    windowSeconds: 10,
    retryAfter: false,
    body: 'json',
    countRefused: false,
    otherIntegration: null,
    ...settings,
  };
  const limiter = new RateLimiter(
    () => all,
    () => clock.now,
  );
  const at = (seconds: number) => {
    clock.now = seconds * 1000;
    return limiter.admit();
  };
  return { limiter, at };
}

describe('the rolling window', () => {
  it('admits as many as it holds in any window, not per fixed interval', () => {
    const { at } = limited();
    expect([0, 8, 9].map((second) => at(second).admitted)).toEqual([true, true, true]);
    expect(at(9.9)).toEqual({ admitted: false, freeInMs: 100 });
    expect(at(10).admitted).toBe(true);
    expect(at(10.1)).toEqual({ admitted: false, freeInMs: 7900 });
  });

  it('does not count refused calls, or does by setting', () => {
    const lenient = limited();
    const strict = limited({ countRefused: true });
    for (const { at } of [lenient, strict]) for (const second of [0, 0, 0, 5, 5, 5]) at(second);
    expect(lenient.at(11).admitted).toBe(true);
    expect(strict.at(11).admitted).toBe(false);
    expect(strict.limiter.refused).toBe(4);
  });

  it('takes a change of its settings at once', () => {
    const settings = { requests: 1 };
    const { at } = limited(settings);
    expect(at(0).admitted).toBe(true);
    expect(at(1).admitted).toBe(false);
    expect(limited({ enabled: false, requests: 1 }).at(0).admitted).toBe(true);
  });

  it('says its own numbers, as the real answer did', () => {
    expect(limited({ requests: 300, windowSeconds: 300 }).limiter.message()).toBe(
      'Rate Limit Reached - 300 Requests per rolling 5 minute window.',
    );
  });
});

describe('another integration under the same limit', () => {
  it('takes its calls evenly over the window, and leaves us the rest', () => {
    const { at, limiter } = limited({ requests: 10, otherIntegration: { requests: 4 } });
    // Over a window it makes four; six are left to us.
    const ours = Array.from({ length: 100 }, (_, tenth) => at(10 + tenth / 10).admitted);
    expect(ours.slice(0, 9).filter(Boolean)).toHaveLength(9);
    const later = Array.from({ length: 400 }, (_, tenth) => at(20 + tenth / 10).admitted);
    expect(limiter.inWindow()).toBe(10);
    // We ask without end, so its calls are refused too now and then, as ours are.
    expect(limiter.otherRefused).toBeGreaterThan(0);
    expect(later.filter(Boolean).length).toBeLessThan(40);
  });

  it('fits beside us where both stay below what is left', () => {
    const { at, limiter } = limited({ requests: 10, otherIntegration: { requests: 4 } });
    const ours = Array.from({ length: 60 }, (_, call) => at(call * 2).admitted);
    expect(ours.every(Boolean)).toBe(true);
    expect(limiter.otherRefused).toBe(0);
    expect(limiter.inWindow()).toBe(9);
  });
});
