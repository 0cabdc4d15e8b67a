import { RunningHalo } from '../testing/running-halo';
import { WebhookReceiver } from '../testing/webhook-receiver';
import type { Json } from '../testing/running-halo';

jest.setTimeout(60_000); // a busy machine is no failure

describe('the webhook as a resource', () => {
  let halo: RunningHalo;
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    halo = await RunningHalo.start({ counts: { ticket: 20, site: 5, user: 10, invoice: 5, client: 2 } });
    receiver = await WebhookReceiver.start();
  });
  afterAll(async () => {
    await halo.stop();
    receiver.stop();
  });
  afterEach(() => {
    receiver.clear();
  });

  const settle = () => halo.control('POST', '/idle?timeoutMs=40000');
  const create = (more: Json = {}) =>
    halo.api('POST', '/Webhook', [
      {
        name: 'Halosync',
        url: receiver.url,
        type: 0,
        method: 0,
        content_type: 'application/json',
        active: true,
        ...more,
      },
    ]);

  it('is created by an array, found again by name or url, and deleted', async () => {
    const created = await create({ authentication_type: 3, authentication_header: 'X-Key', basic_password: 's' });
    expect(created.status).toBe(201);
    const id = String(created.json['id']);
    expect(id).toMatch(/^[\da-f]{8}-/);
    expect(created.json['basic_password']).toBeNull();
    const all = JSON.parse((await halo.api('GET', '/webhook?type=0')).text) as Json[];
    expect(all.filter(({ name, url }) => name === 'Halosync' && url === receiver.url)).toHaveLength(1);
    expect((await halo.api('DELETE', `/Webhook/${id.toUpperCase()}`)).json).toEqual({ id });
    expect((await halo.api('GET', `/Webhook/${id}`)).status).toBe(404);
  });

  it('gets its events by POST /Notification, one object per event, with numbers as strings', async () => {
    const id = String((await create()).json['id']);
    const base = { webhook_id: id, type: '-2', delivery_method: '6', name: '', conditions: [] };
    const answer = await halo.api('POST', '/Notification', [
      { ...base, eventno: '3' },
      { ...base, eventno: 61 },
      { ...base, eventno: 76 },
    ]);
    expect(answer.json).toMatchObject({ id: expect.any(Number), eventno: 3, type: -2 });
    expect(JSON.parse((await halo.api('GET', `/Notification?webhook_id=${id}`)).text)).toHaveLength(3);
    const { events } = (await halo.api('GET', `/Webhook/${id}?includedetails=true`)).json;
    expect((events as Json[]).map(({ eventno }) => eventno)).toEqual([3, 61, 76]);
    await halo.api('POST', '/Tickets', [{ summary: 'x' }]);
    await settle();
    expect((receiver.bodies as Json[]).map(({ event }) => event)).toEqual(['new ticket logged']);
    expect((await halo.api('DELETE', `/Notification/${String(answer.json['id'])}`)).status).toBe(200);
    await halo.api('DELETE', `/Webhook/${id}`);
    expect(JSON.parse((await halo.api('GET', '/Notification')).text)).toEqual([]);
  });

  it('gets its events by POST /Webhook too, the list taking the place of the one before', async () => {
    const id = String((await create({ events: [{ eventno: 3 }, { eventno: 76 }] })).json['id']);
    await halo.api('POST', '/Webhook', [{ id, events: [{ eventno: 61 }] }]);
    await halo.api('POST', '/Tickets', [{ id: 2001, status_id: 2 }]);
    await settle();
    expect((receiver.bodies as Json[]).map(({ event }) => event)).toEqual(['ticket changed']);
    await halo.api('DELETE', `/Webhook/${id}`);
  });

  it('sends nothing while it is not active', async () => {
    const id = String((await create({ active: false, events: [{ eventno: 61 }] })).json['id']);
    await halo.api('POST', '/Tickets', [{ id: 2002, summary: 'x' }]);
    await settle();
    expect(receiver.received).toEqual([]);
    await halo.api('DELETE', `/Webhook/${id}`);
  });

  it('never fires event 61 without a condition, by switch', async () => {
    await halo.profile({ ticketChangedNeedsCondition: true });
    const id = String((await create({ events: [{ eventno: 61 }] })).json['id']);
    await halo.api('POST', '/Tickets', [{ id: 2003, summary: 'x' }]);
    await halo.api('POST', '/Webhook', [{ id, events: [{ eventno: 61, conditions: [{ fieldname: 'symptom' }] }] }]);
    await halo.api('POST', '/Tickets', [{ id: 2003, summary: 'y' }]);
    await settle();
    expect(receiver.received).toHaveLength(1);
    await halo.control('DELETE', '/profile');
    await halo.api('DELETE', `/Webhook/${id}`);
  });

  it('keeps its deliveries, and sends one again with the same id', async () => {
    const id = String((await create({ events: [{ eventno: 61 }] })).json['id']);
    await halo.api('POST', '/Tickets', [{ id: 2004, summary: 'x' }]);
    await settle();
    const { webhookevents, record_count } = (
      await halo.api('GET', `/WebhookEvent?webhook_id=${id}&pageinate=true&page_size=10&page_no=1`)
    ).json;
    expect(record_count).toBe(1);
    const [event] = webhookevents as Json[];
    expect(event).toMatchObject({
      webhook_id: id,
      responsestatus: '200',
      responsebody: '{"id":"1"}',
      entity_id: 2004,
      error: false,
    });
    expect((await halo.api('GET', `/WebhookEvent/${String(event?.['id'])}`)).json).toEqual(event);
    expect((await halo.api('POST', '/WebhookEvent', [{ id: event?.['id'] }])).status).toBe(201);
    expect(new Set((receiver.bodies as Json[]).map(({ id: occurrence }) => occurrence)).size).toBe(1);
    expect(receiver.received).toHaveLength(2);
    await halo.api('DELETE', `/Webhook/${id}`);
  });

  it('runs in test mode with _test, and sends what was mapped with a custom payload', async () => {
    const mapped = { custom_payload: true, mappings: [{ finame: 'summary', key: 'title' }], _test: true };
    const answer = await create(mapped);
    expect(answer.json['_test_result']).toMatchObject({ responsestatus: '200', responsebody: '{"id":"1"}' });
    expect(receiver.bodies).toEqual([{ title: expect.any(String) }]);
    await halo.api('DELETE', `/Webhook/${String(answer.json['id'])}`);
  });

  it('refuses what is no URL and an unknown id', async () => {
    expect((await create({ url: 'nowhere' })).status).toBe(400);
    expect((await create({ note: 'x'.repeat(4001) })).status).toBe(400);
    expect(
      (await halo.api('POST', '/Webhook', [{ id: '7c2e3d52-91a4-4c58-8c61-2b7d0f5f9a77', name: 'x' }])).status,
    ).toBe(404);
  });
});
