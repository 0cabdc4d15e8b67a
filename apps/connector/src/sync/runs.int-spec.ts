import { setTimeout as sleep } from 'node:timers/promises';
import type { connectorProto } from '@halosync/contracts';
import { eventually } from '@halosync/testing';
import { Stage } from '../../testing/stage';

jest.setTimeout(60_000);

const stage = new Stage({
  counts: { tickets: 320, sites: 40, users: 120, invoices: 230 },
  env: { RUN_STALL_SECONDS: '2' },
});
let id: string;

beforeAll(async () => {
  const { connection } = await stage.connector.save(await stage.halo.values());
  id = connection.id;
  expect((await stage.connector.ended(connection.runId)).state).toBe('complete');
});
afterEach(() => {
  stage.around.services.held.clear();
  stage.around.services.poison.clear();
});

async function started(mode: string, entities: string[] = []): Promise<connectorProto.Run> {
  return (await stage.connector.sync.startRun({ connectionId: id, mode, entities })).run!;
}

async function ended(mode: string, entities: string[] = []): Promise<connectorProto.Run> {
  return stage.connector.ended((await started(mode, entities)).id);
}

const of = (run: connectorProto.Run, entity: string): connectorProto.RunEntity =>
  run.entities.find((candidate) => candidate.entity === entity)!;

describe('a delta run', () => {
  it('brings what changed since the last complete run and little else', async () => {
    await stage.halo.change('ticket', (await stage.halo.ids('ticket'))[3]!, { summary: 'changed' });
    const invoice = (await stage.halo.ids('invoice'))[7]!;
    await stage.halo.change('invoice', invoice, { reference: 'changed too' });
    await stage.halo.forgetArrivals();
    const run = await ended('delta');
    expect(run.state).toBe('complete');
    expect(stage.around.services.row('ticket', id, (await stage.halo.ids('ticket'))[3]!)).toMatchObject({
      summary: 'changed',
    });
    expect(stage.around.services.row('invoice', id, invoice)).toMatchObject({ reference: 'changed too' });
    // The newest 100 invoices come along: they have no filter.
    expect(of(run, 'ticket').published).toBe(1);
    expect(of(run, 'invoice').published).toBeLessThanOrEqual(100);
    // The comparison of ids that follows such a find is not counted.
    const calls = (await stage.halo.arrivals()).filter(({ query }) => !/idonly=true/i.test(query));
    expect(calls.length).toBeLessThanOrEqual(8);
  });

  it('reads a changed site and a changed user by id too, since their rows carry no time', async () => {
    const [user] = await stage.halo.ids('user');
    await stage.halo.change('user', user!, { notes: 'only a detail' });
    const run = await ended('delta', ['user', 'site']);
    expect(run.state).toBe('complete');
    const whole = stage.around.services.taken.filter(
      ({ entity, facts }) => entity === 'user' && facts.haloId === user && facts.runId === run.id,
    );
    expect(whole.map(({ facts }) => [facts.kind, facts.isWhole, facts.learnedBy])).toEqual([
      ['list', false, 'delta'],
      ['record', true, 'delta'],
    ]);
    expect(of(run, 'user')).toMatchObject({ seen: 1, published: 2 });
  });

  it('does not touch every user where Halo ignores the filter', async () => {
    await stage.halo.profile({ filterIgnored: true });
    const run = await ended('delta', ['user']);
    expect(run.state).toBe('complete');
    expect(of(run, 'user').detail).toContain('date filter');
    expect(of(run, 'user').published).toBe(120);
  });

  it('is the one under way when it is asked for twice', async () => {
    stage.around.services.held.add('ticket');
    await stage.halo.change('ticket', (await stage.halo.ids('ticket'))[5]!, { summary: 'slow' });
    const first = await started('delta', ['ticket']);
    const second = await stage.connector.sync.startRun({ connectionId: id, mode: 'delta', entities: ['ticket'] });
    expect(second).toMatchObject({ started: false, run: { id: first.id } });
    stage.around.services.held.clear();
    await stage.connector.ended(first.id);
  });

  it('is shown as stalled while the service takes nothing, and goes on by itself', async () => {
    stage.around.services.held.add('ticket');
    await stage.halo.change('ticket', (await stage.halo.ids('ticket'))[6]!, { summary: 'held' });
    const run = await started('delta', ['ticket']);
    await eventually(async () =>
      expect(await stage.connector.run(run.id)).toMatchObject({ state: 'stalled', endedAt: '' }),
    );
    stage.around.services.held.clear();
    expect((await stage.connector.ended(run.id)).state).toBe('complete');
  });

  it('is shown as stalled by its position, however often somebody else takes it up', async () => {
    stage.around.services.held.add('ticket');
    await stage.halo.change('ticket', (await stage.halo.ids('ticket'))[7]!, { summary: 'held again' });
    const run = await started('delta', ['ticket']);
    await eventually(async () => {
      // As if its holder had died: the next one begins afresh, and the run is where it was.
      await stage.connector.query(`UPDATE lease SET expires_at = '-infinity' WHERE starts_with(name, 'run:')`);
      expect(await stage.connector.run(run.id)).toMatchObject({ state: 'stalled', endedAt: '' });
    });
    stage.around.services.held.clear();
    const { state, entities } = await stage.connector.ended(run.id);
    expect(state).toBe('complete');
    for (const { published, committed } of entities) expect(committed).toBe(published);
  });

  it('of tickets finds what changed where Halo ignores the filter, without reading them all', async () => {
    const ticket = (await stage.halo.ids('ticket'))[2]!;
    await stage.halo.change('ticket', ticket, { summary: 'found by its time' });
    await stage.halo.profile({ filterIgnored: true });
    await stage.halo.forgetArrivals();
    const run = await ended('delta', ['ticket']);
    expect(run.state).toBe('complete');
    expect(stage.around.services.row('ticket', id, ticket)).toMatchObject({ summary: 'found by its time' });
    // The page that showed it, and one of those that changed last; all of them would be five.
    expect(await stage.halo.arrivals()).toHaveLength(2);
  });
});

describe('a comparison of the ids', () => {
  it('reads by id what is missing and what is too many; only a 404 makes a tombstone', async () => {
    const tickets = await stage.halo.ids('ticket');
    stage.around.services.forget('ticket', id, tickets[10]!);
    await stage.halo.remove('site', 3);
    stage.around.services.put('user', id, 999_999);
    const run = await ended('reconcile');
    expect(run.state).toBe('complete');
    expect(stage.around.services.live('ticket', id)).toEqual(tickets);
    expect(stage.around.services.row('site', id, 3)).toBeNull();
    expect(stage.around.services.live('user', id)).toEqual(await stage.halo.ids('user'));
    expect(
      stage.around.services.taken
        .filter(({ facts }) => facts.runId === run.id && facts.kind === 'record')
        .map(({ facts }) => facts.learnedBy),
    ).toEqual(['reconcile', 'reconcile', 'reconcile']);
    // Then every page, for what was altered: each row once.
    expect(of(run, 'ticket')).toMatchObject({ seen: tickets.length, published: tickets.length + 1 });
    expect(run.entities.map(({ inHalo, held }) => inHalo === held)).toEqual([true, true, true, true]);
  });

  it('reads the pages where more is missing than can be read one by one', async () => {
    const tickets = await stage.halo.ids('ticket');
    for (const ticket of tickets.slice(150, 250)) stage.around.services.forget('ticket', id, ticket);
    const run = await ended('reconcile', ['ticket']);
    expect(run.state).toBe('complete');
    expect(stage.around.services.live('ticket', id)).toEqual(tickets);
    expect(of(run, 'ticket').published).toBe(tickets.length);
  });

  it('stops and asks where more has vanished than can be right', async () => {
    await stage.halo.profile({ invisibleEntities: ['user'] });
    const before = stage.around.services.live('user', id);
    const run = await ended('reconcile', ['user']);
    expect(run.state).toBe('incomplete');
    expect(of(run, 'user').detail).toContain('administrator');
    expect(stage.around.services.live('user', id)).toEqual(before);
    const { entities, warnings } = await stage.connector.connection(id);
    expect(entities.find(({ entity }) => entity === 'user')).toMatchObject({ state: 'incomplete' });
    expect(warnings).toMatchObject([{ field: 'user', code: 'deletions_held_back' }]);
  });

  it('goes on where an administrator has seen it and wants it so, and asks no more', async () => {
    await stage.halo.profile({ invisibleEntities: ['user'] });
    const order = { connectionId: id, mode: 'reconcile', entities: ['user'] };
    const { run } = await stage.connector.sync.startRun({ ...order, force: true });
    expect((await stage.connector.ended(run!.id)).state).toBe('complete');
    expect(stage.around.services.live('user', id)).toEqual([]);
    expect((await stage.connector.connection(id)).warnings).toEqual([]);
    await stage.halo.calm();
    expect((await ended('backfill', ['user'])).state).toBe('complete');
    expect(stage.around.services.live('user', id)).toEqual(await stage.halo.ids('user'));
    await expect(stage.connector.sync.startRun({ ...order, mode: 'delta', force: true })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it.each(['ignored', 'capped'])('takes two passes over the pages where the list of ids is %s', async (idOnly) => {
    await stage.halo.profile({ idOnly, idOnlyCap: 10 });
    const tickets = await stage.halo.ids('ticket');
    stage.around.services.forget('ticket', id, tickets[20]!);
    const run = await ended('backfill', ['ticket']);
    expect(run.state).toBe('complete');
    expect(stage.around.services.live('ticket', id)).toEqual(tickets);
    expect(of(run, 'ticket').published).toBe(2 * tickets.length);
  });
});

describe('a connection', () => {
  const state = async (entity: string) =>
    (await stage.connector.connection(id)).entities.find((candidate) => candidate.entity === entity)?.state;

  it('says what its last full read was, whatever a delta says', async () => {
    await stage.halo.profile({ invisibleEntities: ['user'] });
    await ended('reconcile', ['user']);
    await stage.halo.calm();
    expect((await ended('delta', ['user'])).state).toBe('complete');
    expect(await state('user')).toBe('incomplete');
    await ended('backfill', ['user']);
    expect(await state('user')).toBe('complete');
  });

  it('that is paused asks nothing and forgets nothing; resumed, it goes on and makes up for the time between', async () => {
    stage.around.services.held.add('ticket');
    const run = await started('backfill', ['ticket']);
    await eventually(async () => expect(of(await stage.connector.run(run.id), 'ticket').published).toBeGreaterThan(0));
    expect((await stage.connector.connections.pause({ id })).connection).toMatchObject({ status: 'paused' });
    stage.around.services.held.clear();
    const [ticket] = await stage.halo.ids('ticket');
    await stage.halo.change('ticket', ticket!, { summary: 'changed meanwhile' });
    await stage.connector.sync.refetchRecord({ connectionId: id, entity: 'site', haloId: 1 });
    await sleep(1_200);
    await stage.halo.forgetArrivals();
    await sleep(1_200);
    expect(await stage.halo.arrivals()).toEqual([]);
    expect((await stage.connector.run(run.id)).endedAt).toBe('');
    expect((await stage.connector.connections.resume({ id })).connection).toMatchObject({ status: 'active' });
    expect((await stage.connector.ended(run.id)).state).toBe('complete');
    await eventually(() =>
      expect(stage.around.services.row('ticket', id, ticket!)).toMatchObject({ summary: 'changed meanwhile' }),
    );
    await eventually(async () => expect(await stage.connector.query('SELECT 1 FROM refetch')).toEqual([]));
    await eventually(async () =>
      expect(await stage.connector.query('SELECT 1 FROM gap WHERE closed_at IS NULL')).toEqual([]),
    );
  });

  it('has its run cancelled on demand', async () => {
    stage.around.services.held.add('invoice');
    const run = await started('backfill', ['invoice']);
    const { run: cancelled } = await stage.connector.sync.cancelRun({ id: run.id });
    expect(cancelled).toMatchObject({ state: 'cancelled', entities: [{ state: 'cancelled' }] });
    stage.around.services.held.clear();
    expect((await ended('backfill', ['invoice'])).state).toBe('complete');
  });
});
