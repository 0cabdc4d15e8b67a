import { eventually } from '@halosync/testing';
import { RunningConnector, Surroundings } from '../../testing/running-connector';
import { RunningHalo } from '../../testing/running-halo';

jest.setTimeout(60_000);

let halo: RunningHalo;
let around: Surroundings;
let connectors: RunningConnector[];
let id: string;

beforeAll(async () => {
  [halo, around] = await Promise.all([
    RunningHalo.start({ SIMULATOR_TICKETS: '600', SIMULATOR_SITES: '60', SIMULATOR_USERS: '300', SIMULATOR_INVOICES: '200', SIMULATOR_RATE_LIMIT_ENABLED: 'false' }),
    Surroundings.make(),
  ]);
  const env = around.env(halo.address);
  connectors = await Promise.all([RunningConnector.start(around, env), RunningConnector.start(around, env, { consumesTouches: false })]);
});
afterAll(async () => {
  await Promise.all((connectors ?? []).map((connector) => connector.stop()));
  await around?.remove();
  await halo?.stop();
});
afterEach(() => halo.calm());

const signIns = async () => (await halo.arrivals()).filter(({ path }) => path.includes('token')).length;
const one = () => connectors[0]!;

describe('tokens', () => {
  it('of a test are used by the first sync: one sign-in for both', async () => {
    const { connection } = await one().save(await halo.values());
    id = connection.id;
    expect((await one().ended(connection.runId)).state).toBe('complete');
    expect(await signIns()).toBe(1);
  });

  it('that run out in the middle are renewed once, by one of two replicas, whoever asks', async () => {
    await halo.forgetArrivals();
    const { run } = await one().sync.startRun({ connectionId: id, mode: 'backfill', entities: [] });
    await halo.control.json('POST', '/control/tokens/revoke');
    for (let ticket = 0; ticket < 40; ticket++) await one().sync.refetchRecord({ connectionId: id, entity: 'ticket', haloId: 2001 + ticket });
    expect((await one().ended(run!.id)).state).toBe('complete');
    await eventually(async () => expect(await one().query('SELECT 1 FROM refetch')).toEqual([]));
    expect(await signIns()).toBe(1);
  });

  it('are renewed before they end', async () => {
    await halo.forgetArrivals();
    await one().query(`UPDATE token SET issued_at = issued_at - interval '50 minutes', expires_at = expires_at - interval '50 minutes'`);
    for (const { parts } of connectors) Reflect.get(parts.api.connections, 'parts').keeper.forget(id);
    const { run } = await one().sync.startRun({ connectionId: id, mode: 'delta', entities: [] });
    expect((await one().ended(run!.id)).state).toBe('complete');
    expect(await signIns()).toBe(1);
  });

  it('that work for nothing any more: auth_failed, few calls, runs wait and go on with a new secret', async () => {
    await halo.control.json('PUT', '/control/credentials', { clientSecret: 'rotated', revokeTokens: true });
    await halo.forgetArrivals();
    const { run } = await one().sync.startRun({ connectionId: id, mode: 'backfill', entities: [] });
    await eventually(async () => expect(await one().connection(id)).toMatchObject({ status: 'auth_failed' }));
    const calls = (await halo.arrivals()).length;
    expect(await signIns()).toBeLessThanOrEqual(3);
    expect((await one().run(run!.id)).endedAt).toBe('');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await halo.arrivals()).length - calls).toBeLessThanOrEqual(4);
    const { connection, outcome } = await one().save(await halo.values());
    expect([connection.id, connection.status, outcome]).toEqual([id, 'active', 'replaced']);
    expect((await one().ended(run!.id)).state).toBe('complete');
  });

  it('refused by the API although they are fresh: auth_failed, and no storm', async () => {
    await halo.forgetArrivals();
    await halo.fault({ match: { path: '/api/*' }, kind: 'token-expired' });
    const { run } = await one().sync.startRun({ connectionId: id, mode: 'backfill', entities: [] });
    await eventually(async () => expect(await one().connection(id)).toMatchObject({ status: 'auth_failed' }));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await halo.arrivals()).length).toBeLessThanOrEqual(20);
    await halo.calm();
    await one().query(`UPDATE connection SET status = 'active'`);
    expect((await one().ended(run!.id)).state).toBe('complete');
  });

  it('refused for one entity alone: that one is forbidden, the others go on', async () => {
    await halo.fault({ match: { entity: 'invoice' }, kind: 'token-expired' });
    const { run } = await one().sync.startRun({ connectionId: id, mode: 'backfill', entities: [] });
    const ended = await one().ended(run!.id);
    expect(Object.fromEntries(ended.entities.map(({ entity, state }) => [entity, state]))).toEqual({
      ticket: 'complete',
      site: 'complete',
      user: 'complete',
      invoice: 'incomplete',
    });
    expect(await one().connection(id)).toMatchObject({ status: 'active' });
  });
});
