import type { Looks, ScheduleFacts } from './due-runs';
import { dueRuns, lastTimeOfDay } from './due-runs';

const plan = { deltaSeconds: 300, reconcileAt: '02:00' };
const now = new Date('2026-11-25T10:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000);
const hour = 3_600;

const look = (over: Partial<Looks> = {}): Looks => ({
  entity: 'ticket',
  delta: ago(60),
  comparison: ago(7 * hour),
  reconcile: ago(7 * hour),
  fullRead: ago(7 * hour),
  isReadWhole: false,
  ...over,
});
const facts = (over: Partial<ScheduleFacts> = {}): ScheduleFacts => ({
  now,
  looks: [look(), look({ entity: 'site' })],
  underWay: new Set(),
  gapUntil: null,
  driftFoundAt: null,
  ...over,
});

describe('a schedule', () => {
  it('starts nothing while all is fresh', () => {
    expect(dueRuns(facts(), plan)).toEqual([]);
  });

  it('starts a delta where the last one began longer ago than it should have', () => {
    expect(dueRuns(facts({ looks: [look({ delta: ago(301) })] }), plan)).toEqual([
      { mode: 'delta', idsOnly: false, entities: ['ticket'], reason: 'schedule' },
    ]);
    expect(dueRuns(facts({ looks: [look({ delta: null })] }), plan)).toHaveLength(1);
  });

  it('takes along what is due soon, so that a run for one entity does not split the schedule for good', () => {
    const looks = [look({ delta: ago(301) }), look({ entity: 'site', delta: ago(160) })];
    expect(dueRuns(facts({ looks }), plan)).toMatchObject([{ entities: ['ticket', 'site'] }]);
    const fresh = [look({ delta: ago(301) }), look({ entity: 'site', delta: ago(30) })];
    expect(dueRuns(facts({ looks: fresh }), plan)).toMatchObject([{ entities: ['ticket'] }]);
  });

  it('reads what a delta has to read as a whole once an hour', () => {
    const whole = (seconds: number): Looks => look({ entity: 'user', delta: ago(seconds), isReadWhole: true });
    expect(dueRuns(facts({ looks: [whole(3_599)] }), plan)).toEqual([]);
    expect(dueRuns(facts({ looks: [whole(3_601)] }), plan)).toMatchObject([{ mode: 'delta', entities: ['user'] }]);
    expect(dueRuns(facts({ looks: [look({ delta: ago(301) }), whole(1_000)] }), plan)).toMatchObject([
      { entities: ['ticket'] },
    ]);
    expect(dueRuns(facts({ looks: [whole(3_601)] }), { ...plan, deltaSeconds: 7_200 })).toEqual([]);
  });

  it('never starts a second run of a kind', () => {
    const looks = [look({ delta: null, fullRead: null })];
    expect(dueRuns(facts({ looks, underWay: new Set(['delta', 'reconcile']) }), plan)).toEqual([]);
  });

  it('reads everything once a night, and makes up for a night that was missed', () => {
    const looks = [look({ fullRead: ago(9 * hour) })];
    expect(dueRuns(facts({ looks }), plan)).toMatchObject([{ mode: 'reconcile', idsOnly: false, reason: 'schedule' }]);
    expect(dueRuns(facts({ looks, now: new Date('2026-11-25T01:59:59Z') }), plan)).toEqual([]);
    expect(dueRuns(facts({ looks: [look({ fullRead: ago(99 * hour) })] }), plan)).toHaveLength(1);
  });

  it('compares the ids after a gap, unless that was done since', () => {
    const gapUntil = ago(30);
    expect(dueRuns(facts({ gapUntil }), plan)).toEqual([
      { mode: 'reconcile', idsOnly: true, entities: ['ticket', 'site'], reason: 'after a gap' },
    ]);
    expect(dueRuns(facts({ gapUntil, looks: [look({ comparison: ago(20) })] }), plan)).toEqual([]);
  });

  it('compares nothing while a backfill is under way: it does so itself', () => {
    const looks = [look({ fullRead: null, delta: null })];
    expect(dueRuns(facts({ looks, gapUntil: ago(30), underWay: new Set(['backfill']) }), plan)).toMatchObject([
      { mode: 'delta' },
    ]);
  });

  it('compares the ids where a delta found what no webhook told, at most every 15 minutes', () => {
    const driftFoundAt = ago(10);
    expect(dueRuns(facts({ driftFoundAt }), plan)).toMatchObject([{ mode: 'reconcile', idsOnly: true }]);
    const compared = (minutes: number): Looks[] => [
      look({ comparison: ago(minutes * 60), reconcile: ago(minutes * 60) }),
    ];
    expect(dueRuns(facts({ driftFoundAt, looks: compared(14) }), plan)).toEqual([]);
    expect(dueRuns(facts({ driftFoundAt, looks: compared(16) }), plan)).toHaveLength(1);
    // Right after the first read too.
    expect(
      dueRuns(facts({ driftFoundAt, looks: [look({ comparison: ago(60), reconcile: null })] }), plan),
    ).toHaveLength(1);
    expect(dueRuns(facts({ driftFoundAt: ago(8 * hour) }), plan)).toEqual([]);
  });
});

describe('the last time of day', () => {
  it.each([
    ['2026-11-25T10:00:00Z', '02:00', '2026-11-25T02:00:00.000Z'],
    ['2026-11-25T01:59:00Z', '02:00', '2026-11-24T02:00:00.000Z'],
    ['2026-11-25T02:00:00Z', '02:00', '2026-11-25T02:00:00.000Z'],
    ['2026-11-25T00:10:00Z', '23:45', '2026-11-24T23:45:00.000Z'],
  ])('at %s, %s was at %s', (at, time, last) => {
    expect(lastTimeOfDay(new Date(at), time).toISOString()).toBe(last);
  });
});
