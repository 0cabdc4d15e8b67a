import { isInteractive, type Lane } from '../lane';
import {
  fixedWindow,
  rollingCountingAccepted,
  rollingCountingAll,
  tokenBucket,
  weightedCounter,
} from './halo-limiters';
import type { Weakness } from './simulated-store';
import { drawRegime, mostInAnyWindow, runWorld, useOf, WINDOW_MS, type Regime } from './world';

const FIXED_SEEDS = 1_800;
const FRESH_SEEDS = 200;
const calm: Regime = {
  ...{ limit: 450, windows: 5, replicas: 3, workers: 30, greedy: ['backfill'], sporadic: [], latencyMs: [50, 700] },
  ...{ hasKills: false, hasFreezes: false, hasSteps: false, databaseRate: 0 },
};

/** Seeds in whose world more requests reached Halo within some window than the limit. */
function brokenSeeds(from: number, count: number, weakness?: Weakness, change: Partial<Regime> = {}): number[] {
  return Array.from({ length: count }, (_, place) => from + place).filter((seed) => {
    const regime = { ...drawRegime(seed), ...change };
    return mostInAnyWindow(runWorld(seed, regime, weakness).arrivals) > regime.limit;
  });
}

describe('the budget, in simulated time', () => {
  // Kills, freezes, clocks that step and run off, 0 to 25 s of latency, arrivals anywhere between sending and answer.
  it('never lets more than the limit into any window, whatever its phase', () => {
    expect(brokenSeeds(1, FIXED_SEEDS)).toEqual([]);
    // What fails here is printed: add it to the fixed ones.
    expect(brokenSeeds(Math.floor(Math.random() * 1e9), FRESH_SEEDS)).toEqual([]);
  });

  it.each<Weakness>(['stamped_when_sent', 'fixed_window', 'no_margin', 'no_clock_guard'])(
    'goes red without the mechanism: %s',
    (weakness) => {
      expect(brokenSeeds(1, 60, weakness)).not.toEqual([]);
    },
  );

  it('goes red where a former holder may free a slot', () => {
    // It has to freeze right between a grant and its use, for longer than a slot can be busy.
    const change: Partial<Regime> = { hasFreezes: true, limit: 20, latencyMs: [0, 700], greedy: ['refetch'] };
    expect(brokenSeeds(90, 30, 'no_epoch', change)).not.toEqual([]);
    expect(brokenSeeds(90, 30, undefined, change)).toEqual([]);
  });

  it.each<readonly [readonly Lane[], readonly [number, number], number]>([
    [['backfill'], [50, 700], 0.994],
    [['delta', 'backfill'], [50, 700], 0.994],
    [['backfill'], [0, 4_000], 0.99],
    [['refetch'], [50, 700], 0.998],
    [['refetch', 'reconcile'], [0, 4_000], 0.99],
  ])('lanes %j with latencies of %j ms use at least %d of the limit', (greedy, latencyMs, share) => {
    expect(useOf(runWorld(1, { ...calm, greedy, latencyMs }), calm.limit)).toBeGreaterThan(share);
  });

  it('is refused by no kind of limiter', () => {
    for (const greedy of [['backfill'], ['refetch', 'backfill']] satisfies Lane[][]) {
      const { arrivals } = runWorld(2, { ...calm, greedy, latencyMs: [0, 4_000] });
      const limiters = [
        rollingCountingAll,
        rollingCountingAccepted,
        fixedWindow(0),
        fixedWindow(100_000),
        tokenBucket(1),
      ];
      expect(limiters.map((refusals) => refusals(arrivals, calm.limit, WINDOW_MS))).toEqual([0, 0, 0, 0, 0]);
    }
  });

  it('shapes bulk lanes for servers that forgive no burst', () => {
    const { arrivals } = runWorld(3, calm);
    expect(tokenBucket(0.02)(arrivals, calm.limit, WINDOW_MS)).toBe(0);
    // A weighted counter may refuse one call as the first window turns into the second: the burst of 4 of a cold start fills it.
    expect(weightedCounter(0)(arrivals, calm.limit, WINDOW_MS)).toBeLessThanOrEqual(1);
    const later = arrivals.filter((at) => at > WINDOW_MS);
    for (const phaseMs of [0, 100_000, 200_000]) expect(weightedCounter(phaseMs)(later, calm.limit, WINDOW_MS)).toBe(0);
    const unshaped = runWorld(3, { ...calm, greedy: ['refetch'] });
    expect(tokenBucket(0.02)(unshaped.arrivals, calm.limit, WINDOW_MS)).toBeGreaterThan(100);
  });

  it('keeps a person waiting about a second behind a saturating backfill', () => {
    for (const latencyMs of [
      [50, 700],
      [0, 4_000],
      [0, 25_000],
    ] satisfies [number, number][]) {
      const { requests } = runWorld(4, { ...calm, windows: 12, sporadic: ['console', 'refetch'], latencyMs });
      const waits = requests.filter(({ lane }) => isInteractive(lane)).map(({ waitedMs }) => waitedMs);
      waits.sort((one, other) => one - other);
      expect(waits.length).toBeGreaterThan(200);
      // A slot falls free each 0.67 s; several people may come at once.
      const slotMs = WINDOW_MS / calm.limit;
      expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length).toBeLessThan(1.5 * slotMs);
      expect(waits[Math.floor(waits.length * 0.9)]).toBeLessThan(3 * slotMs);
    }
  });

  it('gives every 10th grant to the lowest lane that waits', () => {
    for (const greedy of [
      ['refetch', 'backfill'],
      ['console', 'refetch', 'reconcile'],
      ['delta', 'backfill'],
    ] satisfies Lane[][]) {
      const requests = [...runWorld(5, { ...calm, greedy, latencyMs: [0, 4_000] }).requests];
      requests.sort((one, other) => one.grantedAt - other.grantedAt);
      const lowest = requests.flatMap(({ lane }, place) => (lane === greedy.at(-1) ? [place] : []));
      const gaps = lowest.slice(1).map((place, n) => place - (lowest[n] ?? 0));
      expect(lowest[0]).toBeLessThan(10);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(10);
    }
  });

  it('obeys the number that Halo tells, at once', () => {
    const { refusals, arrivals } = runWorld(6, { ...calm, haloLimit: 300, windows: 8, latencyMs: [0, 4_000] });
    // What was under way when the first refusal came: at most 4 s at 1.5 calls a second.
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.length).toBeLessThan(10);
    const later = arrivals.filter((at) => at > (refusals.at(-1) ?? 0) + 4_000);
    expect(later.length).toBeGreaterThan(1_500);
    expect(mostInAnyWindow(later)).toBeLessThanOrEqual(300);
  });
});
