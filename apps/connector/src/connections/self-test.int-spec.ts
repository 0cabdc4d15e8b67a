import type { EntityName, connectorProto } from '@halosync/contracts';
import { resources } from '@halosync/halo-client';
import { Stage } from '../../testing/stage';

jest.setTimeout(60_000);

const stage = new Stage({ counts: { tickets: 420, sites: 40, users: 130, invoices: 60 } });

const test = async (): Promise<connectorProto.TestResult> =>
  (await stage.connector.connections.test({ values: await stage.halo.values(), settings: undefined })).result!;

const codes = (problems: readonly connectorProto.FieldProblem[]): string[] =>
  problems.map(({ field, code }) => `${field}: ${code}`);

/** A run of one entity of the connection, and what it asked Halo for. */
async function asked(
  id: string,
  mode: string,
  entity: EntityName,
): Promise<{ run: connectorProto.Run; queries: string[] }> {
  await stage.halo.forgetArrivals();
  const { run } = await stage.connector.sync.startRun({ connectionId: id, mode, entities: [entity] });
  const ended = await stage.connector.ended(run!.id);
  // The schedule may read another entity meanwhile.
  const own = (await stage.halo.arrivals()).filter(({ path }) => path === `/api${resources[entity].path}`);
  return { run: ended, queries: own.map(({ query }) => decodeURIComponent(query)) };
}

describe('the test of a connection', () => {
  it('asks Halo ten times, the token among them, and tells how it answers', async () => {
    await stage.halo.forgetArrivals();
    const { selfTest, warnings } = await test();
    expect(await stage.halo.arrivals()).toHaveLength(10);
    expect(selfTest).toMatchObject({
      calls: 10,
      pageCap: 100,
      pagingHonoured: true,
      clockOffsetMs: 0,
      entities: [
        { entity: 'ticket', filterHonoured: true },
        { entity: 'site', filterHonoured: true, idsHonoured: true },
        { entity: 'user', filterHonoured: true },
        { entity: 'invoice' },
      ],
    });
    expect(Math.abs(Date.parse(selfTest!.testedAt) - Date.now())).toBeLessThan(60_000);
    expect(warnings).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, object, string[]]>([
    ['a page cap', { named: 'page-cap-50' }, { pageCap: 50 }, []],
    ['paging ignored', { named: 'paging-ignored' }, { pagingHonoured: false }, ['connection: paging_ignored']],
    [
      'filters ignored',
      { named: 'filter-ignored' },
      { entities: [{ filterHonoured: false }, { filterHonoured: false }, { filterHonoured: false }, {}] },
      ['ticket: filter_ignored', 'site: filter_ignored', 'user: filter_ignored'],
    ],
    ['ids not listed', { named: 'ids-capped' }, { entities: [{}, { entity: 'site', idsHonoured: false }, {}, {}] }, []],
    ['a clock ahead', { clockSkewMs: 95_000 }, { clockOffsetMs: expect.any(Number) }, ['connection: clock_skew']],
    [
      'a missing permission, with its place in Halo',
      { forbiddenEntities: ['invoice'] },
      { entities: [{ entity: 'ticket' }, { entity: 'site' }, { entity: 'user' }] },
      ['invoice: entity_forbidden'],
    ],
    ['an agent who sees no users', { invisibleEntities: ['user'] }, {}, ['user: entity_empty']],
  ])('sees %s', async (_name, profile, found, told) => {
    await stage.halo.profile(profile);
    await stage.halo.forgetArrivals();
    const { selfTest, warnings } = await test();
    expect(selfTest).toMatchObject(found);
    expect(codes(warnings)).toEqual(told);
    for (const { hint } of warnings) expect(hint).not.toBe('');
    expect((await stage.halo.arrivals()).length).toBeLessThanOrEqual(10);
    if (profile['clockSkewMs'] !== undefined)
      expect(Math.abs((selfTest?.clockOffsetMs ?? NaN) - 95_000)).toBeLessThan(1_000);
    if (profile['forbiddenEntities'] !== undefined)
      expect(warnings[0]?.hint).toContain('Configuration › Integrations › Halo API');
  });
});

describe('a connection', () => {
  let id: string;

  it('is saved with its self-test, and reads what it may although one permission is missing', async () => {
    await stage.halo.profile({ forbiddenEntities: ['invoice'] });
    const { connection } = await stage.connector.save(await stage.halo.values());
    id = connection.id;
    expect(connection.selfTest).toMatchObject({ pageCap: 100, pagingHonoured: true });
    const run = await stage.connector.ended(connection.runId);
    expect(run.entities.map(({ entity, state }) => `${entity}: ${state}`)).toEqual([
      'ticket: complete',
      'site: complete',
      'user: complete',
      'invoice: incomplete',
    ]);
    expect(run.entities[3]!.detail).toContain('Permissions: read:invoices');
  });

  it('has it renewed by a later test of its values', async () => {
    const before = await stage.connector.connection(id);
    expect(codes(before.warnings)).toEqual(['invoice: entity_forbidden']);
    await stage.halo.profile({ named: 'filter-ignored', idOnly: 'ignored' });
    await test();
    const { selfTest, warnings, version } = await stage.connector.connection(id);
    expect(selfTest!.testedAt > before.selfTest!.testedAt).toBe(true);
    expect(codes(warnings)).toEqual(['ticket: filter_ignored', 'site: filter_ignored', 'user: filter_ignored']);
    expect(version).toBe(before.version); // nobody has edited it
  });

  it('is then read as its Halo can be read', async () => {
    await stage.halo.profile({ named: 'filter-ignored', idOnly: 'ignored' });
    const ticket = (await stage.halo.ids('ticket'))[9]!;
    await stage.halo.change('ticket', ticket, { summary: 'seen without a filter' });
    const tickets = await asked(id, 'delta', 'ticket');
    expect(tickets.run.state).toBe('complete');
    expect(stage.around.services.row('ticket', id, ticket)).toMatchObject({ summary: 'seen without a filter' });
    expect(tickets.queries.join()).toContain('order=last_update&orderdesc=true');
    expect(tickets.queries.join()).not.toContain('lastupdatefromdate');

    const users = await asked(id, 'delta', 'user');
    expect(users.run.entities[0]).toMatchObject({
      state: 'complete',
      detail: expect.stringContaining('ignores the date filter'),
      seen: 130,
      committed: 130,
    });
    expect(users.queries.join()).not.toContain('lastupdatefromdate');

    // Sites are listed whole where ids are not asked for, so the simulator has to cut that off.
    await stage.halo.profile({ idOnly: 'capped', idOnlyCap: 10 });
    await test();
    const sites = await asked(id, 'backfill', 'site');
    expect(sites.run.state).toBe('complete');
    expect(sites.queries.join()).not.toContain('idonly');
    expect(sites.queries).toHaveLength(4); // two passes of a page and an empty one
  });
});
