import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@halosync/testing';
import { completeRun, expectComplete, expectGreen } from './expect-green';
import { Line } from './line';

const SMALL = { SIMULATOR_TICKETS: '150', SIMULATOR_SITES: '12', SIMULATOR_USERS: '30', SIMULATOR_INVOICES: '20' };

interface InHalo {
  readonly id: string;
  readonly url: string;
  readonly events: readonly unknown[];
}

describe('the life of a connection', () => {
  let line: Line;
  let id: string;
  let callbackUrl: string;

  beforeAll(async () => {
    line = await Line.start({ simulator: SMALL, env: { WEBHOOK_CHECK_SECONDS: '2' } });
    ({ id, callbackUrl } = await line.api.saveAndSync(await line.simulator.credentials(), 'Simulator'));
    await expectComplete(line, id);
  }, 240_000);
  afterAll(async () => {
    await line.stop();
  }, 60_000);

  const call = (method: string, path = '', body?: unknown) =>
    line.api.json(method, `/api/v1/connections/${id}${path}`, body);
  const warnings = async (): Promise<string[]> =>
    ((await call('GET')) as { warnings: { code: string }[] }).warnings.map(({ code }) => code);
  const inHalo = async (): Promise<InHalo[]> =>
    ((await line.simulator.json('GET', '/control/webhooks')) as { items: InHalo[] }).items; // as the simulator documents
  /** As somebody in Halo's pages does. */
  const editInHalo = async (fields: Readonly<Record<string, unknown>>): Promise<void> => {
    const { authUrl, resourceUrl, tenant, clientId, clientSecret } = await line.simulator.credentials();
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'all' };
    const signedIn = await fetch(`${authUrl}/token?tenant=${tenant}`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const { access_token: bearer } = (await signedIn.json()) as { access_token: string }; // its documented shape
    const [webhook] = await inHalo();
    const headers = { authorization: `Bearer ${bearer}` };
    await fetch(`${resourceUrl}/Webhook`, {
      method: 'POST',
      headers,
      body: JSON.stringify([{ id: webhook?.id, ...fields }]),
    });
  };
  const ticket = async (haloId: number) =>
    (await line.sql('SELECT summary, is_whole, learned_by FROM halo.tickets WHERE halo_id = $1', [haloId]))[0];
  const change = (haloId: number, fields: object, webhook = true) =>
    line.simulator.json('PATCH', `/control/records/ticket/${haloId}`, { fields, webhook });
  const someTickets = async (count: number): Promise<number[]> =>
    (await line.sql<{ halo_id: string }>('SELECT halo_id FROM halo.tickets ORDER BY halo_id LIMIT $1', [count])).map(
      (row) => Number(row.halo_id),
    );
  /** Calls of the REST API so far. */
  const apiCalls = async (): Promise<number> => (await line.simulator.ledger('arrivals')).length;

  it('the webhook is made in Halo with its eleven events, once', async () => {
    expect(await call('GET', '/webhook')).toMatchObject({ state: 'missing', access: 'allowed' });
    const [first, second] = await Promise.all([call('PUT', '/webhook'), call('PUT', '/webhook')]);
    expect([first, second].map((made) => (made as { outcome: string }).outcome).sort()).toEqual([
      'created',
      'unchanged',
    ]);
    expect(await inHalo()).toMatchObject([{ url: callbackUrl }]);
    expect((await inHalo())[0]?.events).toHaveLength(11);
    expect(await call('GET', '/webhook')).toMatchObject({ state: 'waiting_for_first_event', differences: [] });
  });

  it('a full webhook makes a whole row, a small one does not, whatever was last read of the webhook', async () => {
    const [one = 0, other = 0] = await someTickets(2);
    await change(one, { summary: 'told in full' });
    await eventually(async () =>
      expect(await ticket(one)).toEqual({ summary: 'told in full', is_whole: true, learned_by: 'webhook' }),
    );
    await editInHalo({ payload_type: 0 });
    await change(other, { summary: 'told in few words' });
    await eventually(async () =>
      expect(await ticket(other)).toMatchObject({ summary: 'told in few words', is_whole: false }),
    );
    await call('PUT', '/webhook');
    const { events } = (await call('GET', '/webhook')) as {
      events: { event: string; lastReceivedAt: string | null }[];
    };
    expect(events.filter(({ lastReceivedAt }) => lastReceivedAt !== null).map(({ event }) => event)).toContain(
      'Ticket Changed',
    );
  });

  it('a webhook that Halo switched off is a warning within the next look, and a repair brings what was not sent', async () => {
    await editInHalo({ disabled: true });
    await eventually(async () => expect(await warnings()).toContain('webhook_disabled'), { timeoutMs: 20_000 });
    const [one = 0] = await someTickets(1);
    await change(one, { summary: 'while it was off' });
    expect(await call('PUT', '/webhook')).toMatchObject({ outcome: 'repaired', differences: [] });
    await eventually(async () => expect(await ticket(one)).toMatchObject({ summary: 'while it was off' }), {
      timeoutMs: 30_000,
    });
    await eventually(async () => expect(await warnings()).not.toContain('webhook_disabled'));
  });

  it('a new callback URL is told to Halo', async () => {
    const rotated = (await call('POST', '/callback-url/rotate')) as { callbackUrl: string; inHalo: string };
    expect(rotated.inHalo).toBe('updated');
    expect(await inHalo()).toMatchObject([{ url: rotated.callbackUrl }]);
    const post = (url: string) => fetch(url, { method: 'POST', body: '{}' });
    expect([(await post(callbackUrl)).status, (await post(rotated.callbackUrl)).status]).toEqual([200, 200]);
    callbackUrl = rotated.callbackUrl;
  });

  it('paused it asks nothing; resumed it has no gap', async () => {
    await call('POST', '/pause');
    const [silent = 0, told = 0, doubtful = 0] = await someTickets(3);
    const before = await apiCalls();
    await change(silent, { summary: 'silently, while paused' }, false);
    await change(told, { summary: 'told while paused' });
    await change(doubtful, { summary: 'hinted while paused' }, false);
    const hint = { id: crypto.randomUUID(), event: 'ticket changed', object_id: doubtful };
    await line.simulator.json('POST', '/control/deliver', { url: callbackUrl, body: hint });
    await eventually(async () => expect(await ticket(told)).toMatchObject({ summary: 'told while paused' }));
    // Several rounds of every loop that could ask.
    await sleep(4_000);
    expect(await apiCalls()).toBe(before);
    await call('POST', '/resume');
    await eventually(
      async () => {
        expect(await ticket(silent)).toMatchObject({ summary: 'silently, while paused' });
        expect(await ticket(doubtful)).toMatchObject({ summary: 'hinted while paused' });
      },
      { timeoutMs: 30_000 },
    );
    await completeRun(line, id, 'delta');
    await expectGreen(line);
  }, 120_000);

  it('disconnected with its data kept: the token is dead, the rows stay; connected again it goes on', async () => {
    const [before] = await line.sql<{ count: string }>('SELECT count(*) FROM halo.tickets');
    expect(await call('DELETE', '?data=keep')).toMatchObject({ removed: 0 });
    expect((await fetch(callbackUrl, { method: 'POST', body: '{}' })).status).toBe(404);
    expect(await line.sql('SELECT count(*) FROM halo.tickets')).toEqual([before]);
    const again = await line.api.saveAndSync(await line.simulator.credentials(), 'Simulator');
    expect([again.id, again.callbackUrl === callbackUrl]).toEqual([id, false]);
    callbackUrl = again.callbackUrl;
    await expectComplete(line, id);
    // The webhook in Halo calls the dead URL: it is found, not made a second time.
    expect(await call('PUT', '/webhook')).toMatchObject({ outcome: 'repaired' });
    expect(await inHalo()).toMatchObject([{ url: callbackUrl }]);
    await expectGreen(line);
  }, 180_000);

  it('disconnected and purged: what comes late is dropped, and it can be connected anew', async () => {
    await line.kill('ticket-service');
    const [one = 0] = await someTickets(1);
    await change(one, { summary: 'too late' });
    await line.simulator.idle();
    await call('DELETE', '?data=purge');
    await line.restart('ticket-service');
    await eventually(
      async () => {
        expect((await line.api.raw('GET', `/api/v1/connections/${id}`)).status).toBe(404);
      },
      { timeoutMs: 60_000 },
    );
    const left = await line.sql<{ count: string }>(
      ['ticket', 'site', 'user', 'invoice']
        .map(
          (entity) => `SELECT count(*) FROM halo.${entity}s_all UNION ALL SELECT count(*) FROM halo.${entity}s_history`,
        )
        .join(' UNION ALL '),
    );
    expect(left.map(({ count }) => count)).toEqual(Array(8).fill('0'));
    const anew = await line.api.saveAndSync(await line.simulator.credentials(), 'Simulator');
    id = anew.id;
    await expectComplete(line, id);
  }, 240_000);
});
