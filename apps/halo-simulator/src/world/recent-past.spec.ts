import { RecentPast } from './recent-past';
import type { Stored } from './entity-store';

const state = (version: number): Stored => ({
  overrides: {},
  deleted: false,
  version,
  core: { modified: 0, happened: 0, hidden: false, client: 0, site: 0, user: 0, status: 0, kind: 0 },
});

describe('the recent past', () => {
  it('shows records as they were when the cache was last filled, and nothing that did not exist then', () => {
    const clock = { now: 0 };
    const past = new RecentPast(() => clock.now);
    for (const [at, id, before] of [
      [19_000, 1, state(1)],
      [21_000, 1, state(2)],
      [25_000, 1, state(3)],
      [26_000, 2, undefined],
    ] as const) {
      clock.now = at;
      past.remember('ticket', id, before);
    }
    clock.now = 39_999;
    const { overlay, filledAt } = past.asOfLastFilling('ticket', 20);
    expect(filledAt).toBe(20_000);
    expect([...overlay]).toEqual([
      [1, state(2)],
      [2, null],
    ]);
    expect(past.asOfLastFilling('site', 20).overlay.size).toBe(0);
    clock.now = 40_000;
    expect(past.asOfLastFilling('ticket', 20).overlay.size).toBe(0);
  });
});
