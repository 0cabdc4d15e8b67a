import { aboutDuration } from './about-duration';
import { bulkRate, spentOnce } from './call-rate';
import { callsLeft, callsOfBackfill } from './calls-left';
import type { CallFacts } from './calls-left';
import { forecastFirstSync } from './first-sync';
import { timeLeft } from './time-left';

const HALO = { limit: 450, windowSeconds: 300 };

describe('what the budget grants a backfill', () => {
  const rate = (lanes: Parameters<typeof bulkRate>[0]['lanes'], answerSeconds = 0) =>
    bulkRate({ ...HALO, lanes }, 'backfill', answerSeconds);

  it('alone, is the pace of the shaper', () => {
    expect(rate([{ lane: 'backfill', used: 300 }])).toBeCloseTo(1.4925, 4);
  });

  it('is what interactive calls leave, and the floor where they leave nothing', () => {
    expect(rate([{ lane: 'refetch', used: 150 }])).toBeCloseTo(1, 4);
    expect(rate([{ lane: 'refetch', used: 449 }])).toBeCloseTo(0.15, 4);
  });

  it('is less by what a delta takes of the same shaper', () => {
    expect(rate([{ lane: 'delta', used: 45 }])).toBeCloseTo(1.3425, 4);
  });

  it('falls a little with slow answers', () => {
    expect(rate([], 30)).toBeCloseTo(450 / 330, 4);
  });

  it('minds the calls of people once', () => {
    const lanes = [{ lane: 'console', used: 9 } as const];
    expect(rate(lanes)).toBeCloseTo(1.4925, 4);
    expect(spentOnce({ ...HALO, lanes })).toBe(9);
  });
});

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
    expect(callsLeft('backfill', facts({ inHalo: 1_050 }), null, 0)).toBe(13);
    expect(callsLeft('backfill', facts({ inHalo: 1_050, nextPage: 12, seen: 1_050 }), null, 0)).toBe(2);
  });

  it('are guessed from the test of the connection until the first page is read', () => {
    expect(callsLeft('backfill', facts(), 1_050, 0)).toBe(13);
    expect(callsLeft('backfill', facts(), null, 0)).toBeNull();
  });

  it('are twice as many where Halo caps its pages at 50', () => {
    expect(callsLeft('backfill', facts({ inHalo: 1_000, nextPage: 3, seen: 100 }), null, 0)).toBe(20);
  });

  it('of a second pass are all pages again', () => {
    expect(callsLeft('backfill', facts({ inHalo: 1_000, nextPage: 1, pass: 2, seen: 1_000 }), null, 0)).toBe(12);
  });

  it('count the records that are read by id, and nothing where all is done', () => {
    expect(callsLeft('delta', facts({ entity: 'user', phase: 'settle' }), null, 7)).toBe(7);
    expect(callsLeft('delta', facts({ entity: 'invoice', inHalo: 90_000 }), null, 0)).toBe(1);
    expect(callsLeft('backfill', facts({ phase: 'verify' }), null, 3)).toBe(4);
    expect(callsLeft('backfill', facts({ endedAt: new Date() }), null, 0)).toBe(0);
  });
});

describe('the time that is left', () => {
  const pace = { rate: 1.5, blockedSeconds: 0, callsBefore: 0 };
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
    expect(timeLeft([load('ticket', 15)], { ...pace, blockedSeconds: 60 }).get('ticket')).toBeCloseTo(70.5);
  });
});

describe('a forecast', () => {
  it('says how long the first sync takes, for each and in all', () => {
    const { calls, seconds, words, entities } = forecastFirstSync(
      [
        { entity: 'ticket', records: 120_000 },
        { entity: 'site', records: 1_000 },
      ],
      HALO,
    );
    expect([calls, words]).toEqual([1_214, 'about 14 minutes']);
    expect(seconds).toBe(814);
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
