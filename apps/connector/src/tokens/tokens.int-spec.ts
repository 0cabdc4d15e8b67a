import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@halosync/testing';
import { Stage } from '../../testing/stage';
import { connectionById } from '../connections/connection';

jest.setTimeout(60_000);

const stage = new Stage({
  counts: { tickets: 600, sites: 60, users: 300, invoices: 200 },
  connectors: 2,
  env: { SIGN_IN_CHECK_SECONDS: '3' },
});
let id: string;

const signIns = async () => (await stage.halo.arrivals()).filter(({ path }) => path.includes('token')).length;
const one = () => stage.connector;

describe('tokens', () => {
  it('of a test are used by the first sync: one sign-in for both', async () => {
    const { connection } = await one().save(await stage.halo.values());
    id = connection.id;
    expect((await one().ended(connection.runId)).state).toBe('complete');
    expect(await signIns()).toBe(1);
  });

  it('that run out in the middle are renewed once, by one of two replicas, whoever asks', async () => {
    await stage.halo.forgetArrivals();
    const { run } = await one().sync.startRun({ connectionId: id, mode: 'backfill', entities: [] });
    await stage.halo.control.json('POST', '/control/tokens/revoke');
    for (let ticket = 0; ticket < 40; ticket++)
      await one().sync.refetchRecord({ connectionId: id, entity: 'ticket', haloId: 2001 + ticket });
    expect((await one().ended(run!.id)).state).toBe('complete');
    await eventually(async () => expect(await one().query('SELECT 1 FROM refetch')).toEqual([]));
    expect(await signIns()).toBe(1);
  });

  it('of a process that stood still past its lease are dropped: those that another got meanwhile stay', async () => {
    const [sleeper, heir] = stage.connectors.map(({ parts }) => parts.keeper);
    const connection = await connectionById(one().dataSource, id);
    await stage.halo.fault({ match: { path: '*/token' }, kind: 'slow', delayMs: 1_500, times: 1 });
    const late = sleeper!.renew(connection!);
    await eventually(async () =>
      expect(await one().query(`SELECT 1 FROM lease WHERE name = $1`, [`token:${id}`])).toHaveLength(1),
    );
    await sleep(300);
    await one().query(`UPDATE lease SET expires_at = '-infinity' WHERE name = $1`, [`token:${id}`]);
    const { epoch } = await heir!.renew(connection!);
    expect((await late).epoch).toBe(epoch);
    expect(await one().query('SELECT epoch FROM token WHERE connection_id = $1', [id])).toEqual([{ epoch }]);
  });

  it('are renewed before they end', async () => {
    await stage.halo.forgetArrivals();
    await one().query(
      `UPDATE token SET issued_at = issued_at - interval '50 minutes', expires_at = expires_at - interval '50 minutes'`,
    );
    for (const { parts } of stage.connectors) parts.keeper.forget(id);
    const { run } = await one().sync.startRun({ connectionId: id, mode: 'delta', entities: [] });
    expect((await one().ended(run!.id)).state).toBe('complete');
    expect(await signIns()).toBe(1);
  });

  it('that work for nothing any more: auth_failed, few calls, runs wait and go on with a new secret', async () => {
    await stage.halo.control.json('PUT', '/control/credentials', { clientSecret: 'rotated', revokeTokens: true });
    await stage.halo.forgetArrivals();
    const { run } = await one().sync.startRun({ connectionId: id, mode: 'backfill', entities: [] });
    await eventually(async () => expect(await one().connection(id)).toMatchObject({ status: 'auth_failed' }));
    const calls = (await stage.halo.arrivals()).length;
    expect(await signIns()).toBeLessThanOrEqual(3);
    expect((await one().run(run!.id)).endedAt).toBe('');
    await sleep(2_500);
    expect((await stage.halo.arrivals()).length - calls).toBeLessThanOrEqual(4);
    const { connection, outcome } = await one().save(await stage.halo.values());
    expect([connection.id, connection.status, outcome]).toEqual([id, 'active', 'replaced']);
    expect((await one().ended(run!.id)).state).toBe('complete');
  });

  it('refused by the API although they are fresh: auth_failed, no storm, and it heals by itself', async () => {
    await stage.halo.forgetArrivals();
    await stage.halo.fault({ match: { path: '/api/*' }, kind: 'token-expired' });
    const { run } = await one().sync.startRun({ connectionId: id, mode: 'backfill', entities: [] });
    await eventually(async () => expect(await one().connection(id)).toMatchObject({ status: 'auth_failed' }));
    await sleep(1_500);
    expect((await stage.halo.arrivals()).length).toBeLessThanOrEqual(20);
    // Somebody puts it right in Halo; nobody tells us.
    await stage.halo.calm();
    expect((await one().ended(run!.id)).state).toBe('complete');
  });

  it('refused for one entity alone: that one is forbidden, the others go on', async () => {
    await stage.halo.fault({ match: { entity: 'invoice' }, kind: 'token-expired' });
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
