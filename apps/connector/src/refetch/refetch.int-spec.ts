import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityName, TouchReason } from '@halosync/contracts';
import { touchMessage } from '@halosync/contracts';
import { Publisher } from '@halosync/kafka';
import { eventually } from '@halosync/testing';
import { Stage } from '../../testing/stage';

jest.setTimeout(60_000);

const stage = new Stage({ counts: { tickets: 60, sites: 10, users: 20, invoices: 10 } });
let publisher: Publisher;
let id: string;

beforeAll(async () => {
  publisher = new Publisher(stage.around.kafka);
  const { connection } = await stage.connector.save(await stage.halo.values());
  id = connection.id;
  await stage.connector.ended(connection.runId);
});
afterAll(() => publisher.close());
beforeEach(() => stage.halo.forgetArrivals());

async function touch(
  entity: EntityName,
  ids: readonly number[],
  reason: TouchReason = 'hint',
  generation = 1,
): Promise<void> {
  await publisher.send(
    ids.map((haloId) =>
      touchMessage(
        stage.around.topicPrefix,
        entity,
        { connection_id: id, halo_id: haloId, generation, reason, run_id: null },
        new Date(),
      ),
    ),
  );
}

// A record that was touched while it was read for the second time rests for up to 12 s.
const queueIsEmpty = () =>
  eventually(async () => expect(await stage.connector.query('SELECT * FROM refetch')).toEqual([]), {
    timeoutMs: 20_000,
  });
const reads = async () => (await stage.halo.arrivals()).filter(({ path }) => /\/\d+$/.test(path));

describe('the refetch queue', () => {
  it('reads a touched record by id, past the cache, and publishes it whole', async () => {
    const [ticket] = await stage.halo.ids('ticket');
    await stage.halo.change('ticket', ticket!, { summary: 'touched' });
    await touch('ticket', [ticket!]);
    await eventually(() =>
      expect(stage.around.services.row('ticket', id, ticket!)).toMatchObject({ summary: 'touched' }),
    );
    await queueIsEmpty();
    const copy = stage.around.services.taken.at(-1)!.facts;
    expect(copy).toMatchObject({ kind: 'record', isWhole: true, learnedBy: 'refetch', runId: null, part: 0 });
    expect(copy.validFrom!.getTime()).toBeLessThan(copy.knownAt.getTime());
    expect(copy.deliveryId).toBe(copy.callId);
    expect((await reads()).map(({ query }) => query)).toEqual([expect.stringContaining('nocache=true')]);
  });

  it('answers 200 touches of one record within 10 s with three reads, and the last state counts', async () => {
    const ticket = (await stage.halo.ids('ticket'))[1]!;
    for (let wave = 0; wave < 50; wave++) {
      await stage.halo.change('ticket', ticket, { summary: `wave ${String(wave)}` });
      await touch('ticket', [ticket, ticket, ticket, ticket]);
      await sleep(190);
    }
    await eventually(
      () => expect(stage.around.services.row('ticket', id, ticket)).toMatchObject({ summary: 'wave 49' }),
      { timeoutMs: 15_000 },
    );
    await queueIsEmpty();
    expect((await reads()).length).toBeLessThanOrEqual(3);
  });

  it('lets no person wait for a record to rest', async () => {
    const ticket = (await stage.halo.ids('ticket'))[6]!;
    for (const read of [1, 2]) {
      await touch('ticket', [ticket]);
      await eventually(async () => expect(await reads()).toHaveLength(read));
      await queueIsEmpty();
    }
    await touch('ticket', [ticket]);
    await eventually(async () =>
      expect(await stage.connector.query('SELECT not_before > clock_timestamp() AS rests FROM refetch')).toEqual([
        { rests: true },
      ]),
    );
    await stage.connector.sync.refetchRecord({ connectionId: id, entity: 'ticket', haloId: ticket });
    await eventually(async () => expect(await reads()).toHaveLength(3), { timeoutMs: 3_000 });
    await queueIsEmpty();
  });

  it('keeps a touch that came while the record was being read', async () => {
    const ticket = (await stage.halo.ids('ticket'))[2]!;
    await stage.halo.fault({ match: { entity: 'ticket', id: ticket }, kind: 'slow', delayMs: 800, times: 1 });
    await touch('ticket', [ticket]);
    await eventually(async () =>
      expect(await stage.connector.query('SELECT 1 FROM refetch WHERE claimed_by IS NOT NULL')).toHaveLength(1),
    );
    await sleep(200);
    await touch('ticket', [ticket]);
    await queueIsEmpty();
    expect(await reads()).toHaveLength(2);
  });

  it.each(['404', '200'])('tells the service of a deletion that Halo answers by %s', async (deletedTicketRead) => {
    await stage.halo.profile({ deletedTicketRead });
    const ticket = (await stage.halo.ids('ticket')).at(-1)!;
    await stage.halo.remove('ticket', ticket);
    await touch('ticket', [ticket]);
    await eventually(() => expect(stage.around.services.row('ticket', id, ticket)).toBeNull());
    await queueIsEmpty();
  });

  it('believes no 404 while the list of the entity does not answer either', async () => {
    const user = (await stage.halo.ids('user'))[3]!;
    await stage.halo.fault({ match: { entity: 'user' }, kind: 'status', status: 404, body: 'empty' });
    await touch('user', [user]);
    await eventually(async () =>
      expect(await stage.connector.query('SELECT attempts > 0 AS tried FROM refetch')).toEqual([{ tried: true }]),
    );
    expect(stage.around.services.row('user', id, user)).not.toBeNull();
    await stage.halo.calm();
    await queueIsEmpty();
    expect(stage.around.services.row('user', id, user)).not.toBeNull();
  });

  it.each([
    ['403', 2, { status: 403, body: 'empty' }],
    ['500', 3, { status: 500, body: 'dotnet' }],
    ['a "not found" with 400', 4, { status: 400, body: 'dotnet' }],
  ])('%s: waits and asks again, never drops', async (_name, place, fault) => {
    const invoice = (await stage.halo.ids('invoice'))[place]!;
    await stage.halo.fault({ match: { entity: 'invoice', scope: 'record' }, kind: 'status', ...fault, times: 2 });
    await stage.halo.change('invoice', invoice, { reference: _name });
    await touch('invoice', [invoice]);
    await eventually(() =>
      expect(stage.around.services.row('invoice', id, invoice)).toMatchObject({ reference: _name }),
    );
    await queueIsEmpty();
  });

  it('drops touches of another generation, and details that nobody asked for', async () => {
    await touch('ticket', [(await stage.halo.ids('ticket'))[4]!], 'hint', 7);
    await touch('ticket', [(await stage.halo.ids('ticket'))[5]!], 'details');
    await touch('site', [1]);
    await eventually(async () => expect(await reads()).toHaveLength(1));
    await queueIsEmpty();
    expect((await reads())[0]!.path).toMatch(/site\/1$/i);
  });

  it('reads what a person asks for at once', async () => {
    const site = 2;
    const asked = { connectionId: id, entity: 'site', haloId: site, askedBy: 'ann@example.org' };
    expect(await stage.connector.sync.refetchRecord(asked)).toEqual({ joined: false });
    await queueIsEmpty();
    const { items } = await stage.connector.sync.listCalls({ connectionId: id, cursor: '', limit: 1 });
    expect(items[0]).toMatchObject({
      lane: 'console',
      reason: 'person',
      askedBy: 'ann@example.org',
      kind: 'record',
      haloId: site,
      entity: 'site',
      status: 200,
      rows: 1,
      outcome: 'ok',
    });
  });
});
