import type { Lane } from '@halosync/rate-budget';
import { aboutDuration } from './about-duration';
import { bulkPace } from './call-rate';
import { callsLeft, callsOfBackfill } from './calls-left';
import type { CallFacts } from './calls-left';
import { forecastFirstSync } from './first-sync';
import { grantTimes } from './grant-times';
import { timeLeft } from './time-left';

const HALO = { limit: 450, windowSeconds: 300 };

describe('what the budget grants a backfill', () => {
  const busy = (lane: Lane, ...busyMs: number[]) => ({ lane, used: busyMs.length, busyMs });
  /** So many slots of a lane, taken one after the other over the whole window. */
  const spread = (lane: Lane, used: number) =>
    busy(lane, ...Array.from({ length: used }, (_, n) => (n * 300_000) / used));
  /** Calls a second, over the long run. */
  const rate = (lanes: readonly LaneUse[], answerSeconds = 0) => {
    const times = grantTimes(5_000, bulkPace({ ...HALO, lanes }, 'backfill', answerSeconds));
    return 4_000 / (times[4_999]! - times[999]!);
  };
  type LaneUse = ReturnType<typeof busy>;

  it('alone, is the pace of the shaper', () => {
    expect(rate([spread('backfill', 300)])).toBeCloseTo(1.4925, 3);
  });

  it('is what interactive calls leave, and the floor where they leave nothing', () => {
    expect(rate([spread('refetch', 150)])).toBeCloseTo(1, 1);
    expect(rate([spread('refetch', 449)])).toBeCloseTo(0.15, 3);
  });

  it('is less by what a delta takes of the same shaper', () => {
    expect(rate([spread('delta', 45)])).toBeCloseTo(1.3425, 2);
  });

  it('falls a little with slow answers', () => {
    expect(rate([], 30)).toBeCloseTo(450 / 330, 2);
  });

  it('stands still once where a test of the connection has taken slots at the start', () => {
    const test = busy('console', ...Array<number>(12).fill(300_000));
    const times = grantTimes(1_000, bulkPace({ ...HALO, lanes: [test] }, 'backfill', 0));
    expect(times[437]).toBeCloseTo(438 * 0.67, 5);
    expect(times[438]).toBe(300);
    expect(times[449]).toBeCloseTo(300 + 11 * 0.67, 5);
  });

  it('waits for as many slots as are busy beyond a limit that has fallen', () => {
    const pace = bulkPace(
      { limit: 2, windowSeconds: 300, lanes: [busy('backfill', 10_000, 20_000, 30_000)] },
      'backfill',
      0,
    );
    expect(pace.slots).toEqual([20, 30]);
  });

  it('begins when Halo lets us go on', () => {
    expect(grantTimes(2, bulkPace({ ...HALO, lanes: [] }, 'backfill', 0), 60)).toEqual([60.67, 61.34]);
  });
});

const UNKNOWN = { records: null, perPage: 100 };

describe('the calls that are left', () => {
  const facts = (over: Partial<CallFacts> = {}): CallFacts => ({
    entity: 'ticket',
    phase: 'pages',
    pass: 1,
    repages: 0,
    nextPage: 1,
    seen: 0,
    inHalo: null,
    endedAt: null,
    ...over,
  });

  it('of a first sync are its pages, an empty one and the ids', () => {
    expect(callsOfBackfill(150_000)).toBe(1_502);
    expect(callsOfBackfill(0)).toBe(2);
    expect(callsLeft('backfill', facts({ inHalo: 1_050 }), UNKNOWN, 0)).toBe(13);
    expect(callsLeft('backfill', facts({ inHalo: 1_050, nextPage: 12, seen: 1_050 }), UNKNOWN, 0)).toBe(2);
  });

  it('are guessed from the test of the connection until the first page is read', () => {
    expect(callsLeft('backfill', facts(), { records: 1_050, perPage: 100 }, 0)).toBe(13);
    expect(callsLeft('backfill', facts(), { records: 1_050, perPage: 50 }, 0)).toBe(23);
    expect(callsLeft('backfill', facts(), UNKNOWN, 0)).toBeNull();
  });

  it('are twice as many where Halo caps its pages at 50', () => {
    expect(callsLeft('backfill', facts({ inHalo: 1_000, nextPage: 3, seen: 100 }), UNKNOWN, 0)).toBe(20);
  });

  it('of a second pass are all pages again', () => {
    expect(callsLeft('backfill', facts({ inHalo: 1_000, nextPage: 1, pass: 2, seen: 1_000 }), UNKNOWN, 0)).toBe(12);
  });

  it('count the records that are read by id, and nothing where all is done', () => {
    expect(callsLeft('delta', facts({ entity: 'user', phase: 'settle' }), UNKNOWN, 7)).toBe(7);
    expect(callsLeft('delta', facts({ entity: 'invoice', inHalo: 90_000 }), UNKNOWN, 0)).toBe(1);
    expect(callsLeft('backfill', facts({ phase: 'verify' }), UNKNOWN, 3)).toBe(4);
    expect(callsLeft('backfill', facts({ endedAt: new Date() }), UNKNOWN, 0)).toBe(0);
  });
});

describe('the time that is left', () => {
  const pace = bulkPace({ limit: 603, windowSeconds: 400, lanes: [] }, 'backfill', 0); // 1.5 calls a second
  const load = (entity: 'ticket' | 'site', calls: number, secondsPerCall = 0.3) => ({ entity, calls, secondsPerCall });

  it('is shared call by call: the small one ends after twice its calls, the large one after all', () => {
    const left = timeLeft([load('ticket', 1_500), load('site', 12)], pace);
    expect(left.get('site')).toBeCloseTo(24 / 1.5 + 0.5);
    expect(left.get('ticket')).toBeCloseTo(1_512 / 1.5 + 0.5);
  });

  it('is never less than the answers take one after the other', () => {
    expect(timeLeft([load('ticket', 100, 2)], pace).get('ticket')).toBeCloseTo(200.5);
  });

  it('begins when Halo lets us go on', () => {
    expect(timeLeft([load('ticket', 15)], pace, 60).get('ticket')).toBeCloseTo(70.5);
  });
});

describe('a forecast', () => {
  it('says how long the first sync takes, for each and in all', () => {
    const { calls, seconds, words, entities } = forecastFirstSync(
      [
        { entity: 'ticket', records: 120_000 },
        { entity: 'site', records: 1_000 },
      ],
      { ...HALO, answerSeconds: 0.35, calls: 12, perPage: null },
    );
    expect([calls, words]).toEqual([1_214, 'about 14 minutes']);
    // 1,214 gaps of the shaper, and 6 s in which the slots of Save's own test rest.
    expect(seconds).toBe(820);
    expect(entities[1]).toEqual({ entity: 'site', records: 1_000, calls: 12, seconds: 17 });
  });

  it.each([
    [20, 'less than a minute'],
    [60, 'about a minute'],
    [814, 'about 14 minutes'],
    [7_000, 'about 2 hours'],
    [200_000, 'about 2 days'],
  ])('%d s are %s', (seconds, words) => {
    expect(aboutDuration(seconds)).toBe(words);
  });
});
