import { AppError } from '@halosync/errors';
import { answer } from '../../testing/answer';
import { attempt, good, listOf, never } from '../../testing/attempt';
import { fakeHalo, listReply } from '../../testing/fake-halo';
import type { FakeHalo, Habits } from '../../testing/fake-halo';
import { testConnection } from './test-connection';

const all = (habits: Habits): NonNullable<FakeHalo['entities']> => ({
  ticket: listReply('tickets', habits),
  site: listReply('sites', { ...habits, records: 60 }),
  user: listReply('users', habits),
  invoice: listReply('invoices', habits),
});

describe('the self-test', () => {
  it('tells how a usual Halo answers, in ten calls at most', async () => {
    const halo = fakeHalo({ entities: all({}) });
    const { selfTest, warnings } = await testConnection(good, { send: halo.send });
    expect(selfTest).toEqual({
      pageCap: 100,
      pagingHonoured: true,
      calls: 10,
      entities: {
        ticket: { filterHonoured: true, idsHonoured: null },
        site: { filterHonoured: true, idsHonoured: true },
        user: { filterHonoured: true, idsHonoured: null },
        invoice: { filterHonoured: null, idsHonoured: null },
      },
    });
    expect(halo.calls).toHaveLength(10);
    expect(warnings).toEqual([]);
  });

  it.each<[string, Habits, object, string[]]>([
    ['a cap of 50', { cap: 50 }, { pageCap: 50, pagingHonoured: true }, []],
    [
      'paging ignored',
      { ignores: ['paging'] },
      { pageCap: null, pagingHonoured: false },
      ['connection: paging_ignored'],
    ],
    [
      'filters ignored',
      { ignores: ['filter'] },
      { entities: { ticket: { filterHonoured: false }, user: { filterHonoured: false } } },
      ['ticket: filter_ignored', 'site: filter_ignored', 'user: filter_ignored'],
    ],
    ['ids ignored', { ignores: ['ids'] }, { entities: { site: { idsHonoured: false } } }, []],
    ['one record', { records: 1 }, { pageCap: null, pagingHonoured: true }, []],
    [
      'no record',
      { records: 0 },
      { entities: { ticket: { filterHonoured: null } } },
      ['ticket: entity_empty', 'user: entity_empty', 'invoice: entity_empty'],
    ],
  ])('sees %s', async (_, habits, found, told) => {
    const { selfTest, warnings } = await attempt({ entities: all(habits) });
    expect(selfTest).toMatchObject(found);
    expect(warnings.map(({ field, code }) => `${field}: ${code}`)).toEqual(told);
  });

  it('takes a list of ids that cannot be read for no reason to refuse, and asks for a row', async () => {
    const sites = [answer(200, { record_count: 2, sites: [{ id: 0 }, { id: 1 }] }), listOf('sites')];
    const { selfTest, entities } = await attempt({ entities: { ...all({}), site: sites } });
    expect(selfTest.entities.site).toMatchObject({ idsHonoured: false });
    expect(entities.site).toMatchObject({ readable: true, recordCount: 1 });
  });

  it.each([
    ['never answers', never],
    ['fails', answer(500)],
    ['is refused', answer(429)],
  ])('refuses nothing where what it asks %s', async (_, later) => {
    // The first reads go well, and nothing after them.
    const once = (key: string) => [answer(200, { record_count: 1, [key]: [{ id: 1 }] }), later];
    const { selfTest, warnings, steps } = await attempt({
      entities: { ticket: once('tickets'), site: once('sites'), user: once('users'), invoice: once('invoices') },
    });
    expect(selfTest).toMatchObject({
      pageCap: null,
      pagingHonoured: null,
      entities: { ticket: { filterHonoured: null } },
    });
    expect(warnings).toEqual([]);
    expect(steps.at(-1)).toMatchObject({ name: 'self_test', ok: false });
  });

  it('asks nothing of what may not be read, and passes our own faults on', async () => {
    const { selfTest } = await attempt({ entities: { ...all({}), user: answer(403) } });
    expect(selfTest.entities).not.toHaveProperty('user');
    expect(selfTest.calls).toBe(9);
    const fault = new TypeError('undefined is not a function');
    await expect(attempt({ entities: { ...all({}), ticket: [listOf('tickets'), fault] } })).rejects.toBe(fault);
    expect(fault).not.toBeInstanceOf(AppError);
  });
});
