import { isInteractive, type Lane } from '../lane';
import { drawRegime } from './draw-regime';
import { refusalsOf, rollingCountingAccepted, tokenBucket, weightedCounter, type Limiter } from './halo-limiters';
import { controlRows, limiterRows } from './limiter-table';
import { mostInAnyWindow, useOf } from './measures';
import type { Weakness } from './simulated-store';
import { runWorld, WINDOW_MS, type Regime } from './world';

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

  // The rows of `npm run model:budget`, in shorter worlds.
  it('is refused by no kind of limiter, and uses at least 99 %, over kills, late answers and clocks that run off', () => {
    const rows = limiterRows(4, 1);
    expect(rows.filter(({ refused, fullest, use }) => refused > 0 || fullest > 450 || use < 0.99)).toEqual([]);
    expect(rows).toHaveLength(16);
  });

  it('is refused where it counts windows, counts in each process, or times its slots from the sending', () => {
    expect(controlRows(4, 1).filter(({ refused }) => refused === 0)).toEqual([]);
  });

  it('shapes bulk lanes for servers that forgive no burst', () => {
    const { arrivals } = runWorld(3, calm);
    expect(refusalsOf(tokenBucket(0.02), arrivals, calm.limit, WINDOW_MS)).toBe(0);
    // A weighted counter may refuse one call as the first window turns into the second: the burst of 4 of a cold start fills it.
    expect(refusalsOf(weightedCounter(0), arrivals, calm.limit, WINDOW_MS)).toBeLessThanOrEqual(1);
    const later = arrivals.filter((at) => at > WINDOW_MS);
    for (const phaseMs of [0, 100_000, 200_000])
      expect(refusalsOf(weightedCounter(phaseMs), later, calm.limit, WINDOW_MS)).toBe(0);
    const unshaped = runWorld(3, { ...calm, greedy: ['refetch'] });
    expect(refusalsOf(tokenBucket(0.02), unshaped.arrivals, calm.limit, WINDOW_MS)).toBeGreaterThan(100);
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

  const halo = { limiter: rollingCountingAccepted, limit: 300, tellsLimit: true };

  it('obeys the number that Halo tells, at once', () => {
    const { refusals, arrivals } = runWorld(6, { ...calm, halo, windows: 8, latencyMs: [0, 4_000] });
    // What was under way when the first refusal came: at most 4 s at 1.5 calls a second.
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.length).toBeLessThan(10);
    const later = arrivals.filter((at) => at > (refusals.at(-1) ?? 0) + 4_000);
    expect(later.length).toBeGreaterThan(1_500);
    expect(mostInAnyWindow(later)).toBeLessThanOrEqual(300);
  });

  it('finds a limit that Halo does not tell, in steps of 10 %', () => {
    const quiet = { ...halo, tellsLimit: false };
    const { refusals, limitAtEnd } = runWorld(7, { ...calm, halo: quiet, windows: 24 });
    // 450, 405, 364, 327, 294.
    expect(limitAtEnd).toBe(294);
    expect(refusals.at(-1)).toBeLessThan(15 * WINDOW_MS);
  });

  it('is back at its own limit some hours after Halo has given up a lower one, without a refusal', () => {
    const liftedMs = 6 * WINDOW_MS;
    const lifted: Limiter = (limit, windowMs) => {
      const refuses = rollingCountingAccepted(limit, windowMs);
      return (at) => at < liftedMs && refuses(at);
    };
    // 300, 330, 363, 399, 438, 450: five steps of 24 windows.
    const { refusals, limitAtEnd } = runWorld(8, { ...calm, halo: { ...halo, limiter: lifted }, windows: 128 });
    expect(limitAtEnd).toBe(450);
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.at(-1)).toBeLessThan(liftedMs);
  });

  it("keeps a person's cap from the moment it is set, and uses all again when it is lifted", () => {
    const [setMs, liftedMs] = [3.3 * WINDOW_MS, 8 * WINDOW_MS];
    const shares = [
      { atMs: setMs, percent: 40 },
      { atMs: liftedMs, percent: 100 },
    ];
    for (const greedy of [['backfill'], ['refetch', 'backfill']] satisfies Lane[][]) {
      const { arrivals, endMs } = runWorld(9, { ...calm, greedy, shares, windows: 12 });
      // Granted before, and late: 0.7 s.
      const capped = arrivals.filter((at) => at > setMs + 700 && at < liftedMs);
      expect(mostInAnyWindow(capped)).toBe(180);
      const before = arrivals.filter((at) => at < setMs && at > setMs - WINDOW_MS).length;
      // More than the cap were under way in that window: nothing is sent until fewer than it count.
      expect(before).toBeGreaterThan(440);
      expect(capped[0]).toBeGreaterThan(setMs + 0.5 * WINDOW_MS);
      const later = arrivals.filter((at) => at >= liftedMs + 2 * WINDOW_MS);
      expect(later.length / 450 / ((endMs - liftedMs) / WINDOW_MS - 2)).toBeGreaterThan(0.98);
    }
  });
});
