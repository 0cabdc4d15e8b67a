import { entityNames } from '@halosync/contracts';
import type { EntityName } from '@halosync/contracts';
import type { HeldSelfTest } from '../connections/connection';
import { chooseReading } from './choose-reading';

const habits = { filterHonoured: false, idsHonoured: null };
const ignoring: HeldSelfTest = {
  testedAt: '2026-11-03T14:00:00.000Z',
  clockOffsetMs: 0,
  calls: 10,
  pageCap: 100,
  pagingHonoured: true,
  entities: { ticket: habits, site: habits, user: habits },
};

describe('the way a delta asks', () => {
  it.each([
    ['ticket', 'filter'],
    ['site', 'filter'],
    ['invoice', 'ordered_scan'],
  ] satisfies [EntityName, string][])('for %ss is by %s', (entity, reading) => {
    expect(chooseReading('delta', entity, null)).toBe(reading);
    const honest = { ...ignoring, entities: { [entity]: { filterHonoured: true, idsHonoured: true } } };
    expect(chooseReading('delta', entity, honest)).toBe(reading);
  });

  it('scans the tickets that changed last where Halo ignores the filter', () => {
    expect(chooseReading('delta', 'ticket', ignoring)).toBe('ordered_scan');
  });

  it('reads all users then, since their rows carry no time', () => {
    expect(chooseReading('delta', 'user', ignoring)).toBe('all');
  });
});

it.each(['backfill', 'reconcile'] as const)('a %s reads all, whatever is ignored', (mode) => {
  for (const entity of entityNames) expect(chooseReading(mode, entity, ignoring)).toBe('all');
});
