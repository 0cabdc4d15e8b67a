import { deltaWindow } from './delta-window';
import { entityOutcome } from './entity-outcome';
import { noTally } from './run';
import { runState, worstOutcome } from './run-outcome';
import { sumTally, unjudged } from './tally-sums';

const facts = { entity: 'ticket', tally: noTally, unusable: 0, missing: 0, surplus: 0, fault: null } as const;

describe('an entity', () => {
  it('is complete where nothing differs and nothing was refused', () => {
    expect(entityOutcome(facts)).toEqual({ outcome: 'complete', detail: '' });
  });

  it.each([
    [{ missing: 1 }, 'incomplete'],
    [{ surplus: 1 }, 'incomplete'],
    [{ unusable: 1 }, 'incomplete'],
    [{ fault: 'no paging' }, 'incomplete'],
    [{ tally: { ...noTally, dead: 1 } }, 'complete_with_exceptions'],
    [{ tally: { ...noTally, dead: 1 }, missing: 1 }, 'complete_with_exceptions'],
    [{ tally: { ...noTally, dead: 1 }, missing: 2 }, 'incomplete'],
    [{ tally: { ...noTally, dead: 1 }, surplus: 1 }, 'incomplete'],
    [{ tally: { ...noTally, dead: 1 }, fault: 'no paging' }, 'incomplete'],
  ])('with %j is %s, and says why', (over, outcome) => {
    const ending = entityOutcome({ ...facts, ...over });
    expect(ending.outcome).toBe(outcome);
    expect(ending.detail).not.toBe('');
  });
});

describe('a run', () => {
  const at = new Date();

  it('is as good as the worst of its entities', () => {
    expect(worstOutcome(['complete', 'complete'])).toBe('complete');
    expect(worstOutcome(['complete', 'incomplete', 'complete_with_exceptions'])).toBe('incomplete');
    expect(worstOutcome([])).toBe('complete');
  });

  it('says what is under way', () => {
    const queued = { state: 'queued', endedAt: null } as const;
    expect(runState(null, [queued, queued])).toBe('queued');
    expect(runState(null, [queued, { state: 'running', endedAt: null }])).toBe('running');
    expect(runState(null, [queued, { state: 'stalled', endedAt: null }])).toBe('stalled');
    expect(runState(null, [queued, { state: 'stalled', endedAt: at }])).toBe('running');
    expect(runState('incomplete', [{ state: 'stalled', endedAt: at }])).toBe('incomplete');
  });
});

describe('a tally', () => {
  const call = (callId: string, over: Partial<typeof noTally> = {}) => ({ ...noTally, callId, ...over });
  const published = new Map([
    ['a', 100],
    ['b', 50],
  ]);

  it('counts the calls of the checkpoint and no other', () => {
    const calls = [call('a', { apply: 90, noop: 10 }), call('cut off by a crash', { apply: 30 })];
    expect(sumTally(calls, published)).toMatchObject({ apply: 90, noop: 10 });
    expect(unjudged(calls, published)).toBe(50);
  });

  it('is not fooled by copies that were delivered twice', () => {
    expect(unjudged([call('a', { apply: 60, dropped: 40 }), call('b', { noop: 50 })], published)).toBe(40);
    expect(unjudged([call('a', { apply: 120 }), call('b', { noop: 30 })], published)).toBe(20);
  });

  it('is settled when every copy was judged, whatever became of it', () => {
    const judged = [call('a', { apply: 40, stale: 30, recheck: 20, dead: 10 }), call('b', { tombstone: 1, noop: 49 })];
    expect(unjudged(judged, published)).toBe(0);
  });
});

describe("a delta's window", () => {
  const minute = 60_000;
  const at = (minutes: number): Date => new Date(1_800_000_000_000 + minutes * minute);
  const window = (entity: 'ticket' | 'user', over: Partial<Parameters<typeof deltaWindow>[1]> = {}) =>
    (deltaWindow(entity, { coveredUntil: at(0), firstRead: at(-999), gapFrom: null, behindMs: 0, ...over }).getTime() -
      at(0).getTime()) /
    minute;

  it('starts where the last complete run started, less an overlap', () => {
    expect(window('ticket')).toBe(-10);
    expect(window('user')).toBe(-2);
  });

  it('starts at a gap only if that is earlier', () => {
    expect(window('ticket', { gapFrom: at(-30) })).toBe(-40);
    expect(window('ticket', { gapFrom: at(30) })).toBe(-10);
  });

  it('starts with the first read where nothing was ever complete', () => {
    expect(window('ticket', { coveredUntil: null, firstRead: at(-100) })).toBe(-110);
  });

  it('allows for a clock of Halo that is behind', () => {
    expect(window('user', { behindMs: 3 * minute })).toBe(-5);
  });
});
