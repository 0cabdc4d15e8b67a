import { RunningHalo } from '../testing/running-halo';
import { WebhookReceiver } from '../testing/webhook-receiver';
import type { Json } from '../testing/running-halo';

jest.setTimeout(60_000); // a busy machine is no failure

describe('webhook deliveries', () => {
  let halo: RunningHalo;
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    halo = await RunningHalo.start({ counts: { ticket: 60, site: 20, user: 40, invoice: 20, client: 5 } });
    receiver = await WebhookReceiver.start();
  });
  afterAll(async () => {
    await halo.stop();
    receiver.stop();
  });
  afterEach(async () => {
    await halo.control('DELETE', '/webhook-faults');
    await halo.control('DELETE', '/profile');
    for (const { id } of (await halo.control('GET', '/webhooks')).json['items'] as Json[])
      await halo.control('DELETE', `/webhooks/${String(id)}`);
    receiver.clear();
    receiver.answers.length = 0;
  });

  const hook = async (more: Json = {}) =>
    (await halo.control('POST', '/webhooks', { url: receiver.url, ...more })).json;
  const settle = async () => {
    expect((await halo.control('POST', '/idle?timeoutMs=40000')).json).toEqual({ idle: true, pending: 0 });
  };
  const patch = (path: string, fields: Json) => halo.control('PATCH', `/records/${path}`, { fields });
  const sent = () => receiver.bodies as readonly Json[];

  it('carry the whole envelope and, small, the key fields with the modified time', async () => {
    const webhook = await hook({ payload: 'small' });
    const { json: ticket } = await patch('ticket/2003', { summary: 'Changed' });
    await settle();
    expect(sent()).toEqual([
      {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        webhook_id: webhook['id'],
        notification_id: expect.any(Number),
        escmsg_id: expect.stringMatching(/^[\da-f-]{36}$/),
        event: 'ticket changed',
        message: 'Ticket changed. Ticket ID: 0002003',
        object_id: 2003,
        agent_id: expect.any(Number),
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/),
        ticket: expect.objectContaining({
          id: 2003,
          summary: 'Changed',
          last_update: ticket['last_update'],
          simversion: ticket['simversion'],
        }),
      },
    ]);
    expect(sent()[0]?.['ticket']).not.toHaveProperty('details');
    expect(receiver.received[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
  });

  it('carry the whole record, full, and nothing of it, event-only', async () => {
    await hook({ payload: 'full', events: ['site updated'] });
    await hook({ payload: 'event-only', events: ['SITE UPDATED'] });
    await patch('site/3', { notes: 'x' });
    await settle();
    const record = ((await halo.control('GET', '/records/site/3')).json['record'] ?? {}) as Json;
    expect(sent().map(({ site }) => site)).toEqual(expect.arrayContaining([record, undefined]));
    expect(record).toHaveProperty('slastupdate');
    expect(receiver.received[0]?.text).toMatch(/"client_id":\d+\.0/);
  });

  it('of small site and user payloads carry no modified time, and of the others none by switch', async () => {
    await hook();
    await patch('user/3', { notes: 'x' });
    await halo.profile({ webhookModifiedTime: 'full-only' });
    await patch('invoice/503', { reference: 'x' });
    await settle();
    expect(Object.keys((sent()[0]?.['user'] ?? {}) as Json)).not.toContain('ulastupdate');
    expect(Object.keys((sent()[1]?.['invoice'] ?? {}) as Json)).not.toContain('last_modified');
    expect(sent()[1]?.['invoice']).toMatchObject({ lines: null });
  });

  it('are raised for all eleven events and those of status and deletion', async () => {
    await hook({ payload: 'event-only' });
    for (const entity of ['ticket', 'site', 'user', 'invoice']) {
      const id = String((await halo.control('POST', `/records/${entity}`, {})).json['id']);
      await patch(`${entity}/${id}`, entity === 'ticket' ? { status_id: 9 } : { use: entity });
      await halo.control('DELETE', `/records/${entity}/${id}`);
    }
    await settle();
    expect(new Set(sent().map(({ event }) => event))).toEqual(
      new Set([
        ...['new ticket logged', 'ticket changed', 'ticket status changed', 'ticket closed', 'ticket deleted'],
        ...['site', 'user', 'invoice'].flatMap((entity) =>
          ['created', 'updated', 'deleted'].map((done) => `${entity} ${done}`),
        ),
      ]),
    );
  });

  it('come only for the events that are attached, and not for changes made without', async () => {
    await hook({ events: ['user deleted'] });
    await patch('user/4', { notes: 'x' });
    await halo.control('PATCH', '/records/user/4', { fields: { notes: 'y' }, webhook: false });
    await halo.control('DELETE', '/records/user/5?webhook=false');
    await settle();
    expect(sent()).toEqual([]);
  });

  it('of a deletion carry no entity or a part of it', async () => {
    await hook();
    await halo.control('DELETE', '/records/invoice/504');
    await halo.control('DELETE', '/records/invoice/505');
    await settle();
    expect(sent().map(({ invoice, object_id }) => [object_id, invoice])).toEqual([
      [504, { id: 504, invoicenumber: expect.any(String) }],
      [505, undefined],
    ]);
  });

  it.each([
    [
      { type: 'basic', username: 'halo', password: 'pä:ss' },
      'authorization',
      `Basic ${Buffer.from('halo:pä:ss').toString('base64')}`,
    ],
    [{ type: 'header', header: 'X-Halo-Key', value: 'k1' }, 'x-halo-key', 'k1'],
    [{ type: 'bearer', value: 't1' }, 'authorization', 'Bearer t1'],
    [{ type: 'none' }, 'authorization', undefined],
  ])('prove themselves by %j', async (auth, header, value) => {
    await hook({ auth });
    await patch('site/6', { notes: 'x' });
    await settle();
    expect(receiver.received[0]?.headers[header]).toBe(value);
  });

  it('come as a JSON array where batching is on: by limit, by delay, and by event', async () => {
    await hook({ events: ['site updated', 'user updated'], batching: { mode: 'event', delaySeconds: 0.1, limit: 2 } });
    for (const path of ['site/7', 'user/7', 'site/8', 'site/9']) await patch(path, { notes: 'b' });
    await settle();
    const batches = receiver.bodies as readonly (readonly Json[])[];
    expect(batches.map((batch) => batch.map(({ object_id }) => object_id))).toEqual([[7, 8], [7], [9]]);
  });

  it('are tried again, with the same id, as often as asked', async () => {
    await halo.control('PUT', '/webhook-faults', { retries: 2, retryDelayMs: 10 });
    receiver.answers.push(500, 503);
    await hook();
    await patch('site/10', { notes: 'x' });
    await settle();
    expect(new Set(sent().map(({ id }) => id)).size).toBe(1);
    const { items } = (await halo.control('GET', '/ledger/deliveries')).json;
    expect((items as Json[]).slice(-3)).toMatchObject([
      { attempt: 1, outcome: 'failed', status: 500 },
      { attempt: 2, outcome: 'failed', status: 503 },
      {
        attempt: 3,
        outcome: 'answered',
        status: 200,
        event: 'site updated',
        object_id: 10,
        bodyHash: expect.any(String),
      },
    ]);
  });

  it('are dropped, doubled, held and overtaken on request', async () => {
    await hook();
    await halo.control('PUT', '/webhook-faults', { drop: 1 });
    await patch('site/11', { notes: 'dropped' });
    await halo.control('PUT', '/webhook-faults', { drop: 0, duplicate: 1 });
    await patch('site/12', { notes: 'twice' });
    await settle();
    expect(sent().map(({ object_id }) => object_id)).toEqual([12, 12]);
    expect(sent()[0]?.['id']).toBe(sent()[1]?.['id']);

    receiver.clear();
    await halo.control('PUT', '/webhook-faults', { duplicate: 0, hold: true });
    await patch('site/13', { notes: 'held' });
    expect((await halo.control('POST', '/idle?timeoutMs=50')).json).toEqual({ idle: false, pending: 1 });
    await halo.control('PUT', '/webhook-faults', { hold: false, reorder: 1, reorderMs: 80 });
    await patch('site/14', { notes: 'overtaken' });
    await halo.control('PUT', '/webhook-faults', { reorder: 0 });
    await patch('site/15', { notes: 'first' });
    await settle();
    expect(sent().map(({ object_id }) => object_id)).toContain(13);
    expect(sent().at(-1)?.['object_id']).toBe(14);
  });

  it('stop silently after auto_disable_attempts failures, until the webhook is saved enabled', async () => {
    const { id } = await hook({ autoDisableAttempts: 2 });
    receiver.answers.push(500, 500);
    for (const notes of ['1', '2', '3']) {
      await patch('site/16', { notes });
      await settle();
    }
    expect(sent()).toHaveLength(2);
    const { json } = await halo.api('GET', `/Webhook/${String(id)}`);
    expect(json).toMatchObject({
      active: true,
      disabled: true,
      last_status: 500,
      last_auto_disable_date: expect.any(String),
    });
    await halo.api('POST', '/Webhook', [{ id, disabled: false }]);
    await patch('site/16', { notes: '4' });
    await settle();
    expect(sent()).toHaveLength(3);
  });

  it('survive a receiver that is down, as failures', async () => {
    await hook({ url: 'http://127.0.0.1:9/none' });
    await patch('site/17', { notes: 'x' });
    await settle();
    const { items } = (await halo.control('GET', '/ledger/deliveries?limit=100000')).json;
    expect((items as Json[]).at(-1)).toMatchObject({ outcome: 'failed', status: null, error: expect.any(String) });
  });

  it('may be hostile bodies, sent as they are', async () => {
    const raw = Buffer.from([0xff, 0xfe, 0x7b]);
    const { json } = await halo.control('POST', '/deliver', {
      url: receiver.url,
      rawBase64: raw.toString('base64'),
      headers: { 'x-a': 'b' },
    });
    expect(json).toMatchObject({ status: 200, body: '{"id":"1"}', ms: expect.any(Number) });
    expect(receiver.received[0]?.headers).toMatchObject({ 'x-a': 'b', 'content-length': '3' });
  });

  it('keep up with 300 changes a second', async () => {
    await hook({ payload: 'full' });
    await halo.control('PUT', '/life', { enabled: true, perSecond: 600, stopAfter: 400, mix: { client: 0 } });
    for (let done = false; !done; done = (await halo.control('GET', '/life')).json['done'] === true)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await settle();
    expect((await halo.control('GET', '/life')).json).toMatchObject({
      enabled: false,
      made: 400,
      stopAfter: 400,
      done: true,
    });
    expect(sent().length).toBeGreaterThanOrEqual(400);
  });
});
