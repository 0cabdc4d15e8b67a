import { readCopyFacts } from '@halosync/contracts';
import { eventually } from '@halosync/testing';
import { ApiClient } from '../../testing/api-client';
import { aTicket, anEnvelope } from '../../testing/bodies';
import { aCallback, postWebhook } from '../../testing/callback';
import { FakeServices, aChange } from '../../testing/fake-services';
import { TestGateway } from '../../testing/test-gateway';
import { TopicReader } from '../../testing/topic-reader';

jest.setTimeout(60_000);
let gateway: TestGateway;
let services: FakeServices;
let reader: TopicReader;
let admin: ApiClient;
beforeAll(async () => {
  services = new FakeServices();
  await services.start();
  gateway = await TestGateway.start({ environment: services.environment });
  reader = new TopicReader(gateway.config);
  await reader.start();
  admin = await ApiClient.withKey(gateway, 'admin');
});
afterAll(async () => {
  await reader.stop();
  await gateway.stop();
  services.stop();
});

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly parts: readonly Record<string, unknown>[];
  readonly replayOf: string | null;
}

const search = async (connectionId: string, query = ''): Promise<{ items: Listed[]; nextCursor: string | null }> => {
  const { status, body } = await admin.call('GET', `/api/v1/connections/${connectionId}/deliveries${query}`);
  expect(status).toBe(200);
  return body as unknown as { items: Listed[]; nextCursor: string | null }; // as the API document says
};

const passedOn = async (id: string | null): Promise<Record<string, unknown>> =>
  eventually(async () => {
    const { body } = await admin.call('GET', `/api/v1/deliveries/${id ?? ''}`);
    expect(body['status']).not.toBe('accepted');
    return body;
  });

describe('deliveries', () => {
  it('are found by record, event, status, time and text, newest first, page by page', async () => {
    const { connection, url } = await aCallback(gateway);
    const first = await postWebhook(url, anEnvelope({ ticket: aTicket({ summary: 'Zürich printer is ON FIRE' }) }));
    const second = await postWebhook(url, [anEnvelope({ object_id: 12, event: 'Site Updated', ticket: undefined })]);
    const third = await postWebhook(url, '<html>');
    const fourth = await postWebhook(url, anEnvelope({ event: 'asset created' }));
    await Promise.all([first, second, third, fourth].map(({ id }) => passedOn(id)));
    const ids = async (query: string): Promise<string[]> =>
      (await search(connection.id, query)).items.map(({ id }) => id);
    expect(await ids('')).toEqual([fourth.id, third.id, second.id, first.id]);
    expect(await ids('?entity=ticket&haloId=2208')).toEqual([first.id]);
    expect(await ids('?entity=site')).toEqual([second.id]);
    expect(await ids('?haloId=12')).toEqual([second.id]);
    expect(await ids('?event=Site%20Updated')).toEqual([second.id]);
    expect(await ids('?status=quarantined')).toEqual([third.id]);
    expect(await ids('?status=failed')).toEqual([fourth.id, third.id]);
    expect(await ids(`?q=${encodeURIComponent('zürich Printer is on fire')}`)).toEqual([first.id]);
    expect(await ids(`?from=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
    expect(await ids(`?to=${new Date(Date.now() - 60_000).toISOString()}`)).toEqual([]);
    const page = await search(connection.id, '?limit=3');
    expect(page.items).toHaveLength(3);
    expect(await ids(`?limit=3&cursor=${page.nextCursor ?? ''}`)).toEqual([first.id]);
    expect((await admin.call('GET', `/api/v1/connections/${connection.id}/deliveries?cursor=x`)).status).toBe(422);
    expect((await admin.call('GET', `/api/v1/connections/${connection.id}/deliveries?haloId=x`)).status).toBe(422);
  });

  it('show body and headers without secrets, and the whole way of each part', async () => {
    const { connection, url } = await aCallback(gateway);
    const { id } = await postWebhook(url, [anEnvelope(), anEnvelope({ event: 'asset created' })], {
      'x-api-key': 'very secret',
    });
    const change = aChange({ position: 17, operation: 'updated', record: { revision: 3 } });
    services.traces.ticket = ({ parts }) => ({
      parts: parts.map(({ part }) => ({ part, taken: true, change, deadLetterId: '' })),
    });
    const body = await passedOn(id);
    const message = await eventually(() => {
      const [found] = reader.of(connection.id);
      expect(found).toBeDefined();
      return found;
    });
    expect(body).toMatchObject({
      headers: { 'x-api-key': '[redacted]', 'content-type': 'application/json' },
      body: expect.stringContaining('"asset created"') as unknown,
      parts: [
        {
          entity: 'ticket',
          haloId: 2208,
          topic: message?.topic,
          partition: message?.partition,
          offset: message?.offset,
          outcome: 'changed',
          change: { revision: 3, position: 17, runId: null, changed: [{ field: 'summary', after: 'new' }] },
        },
        { topic: null, why: 'unknown_event', outcome: 'nowhere', change: null },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('very secret');
    expect((await admin.call('GET', '/api/v1/deliveries/00000000-0000-0000-0000-000000000000')).status).toBe(404);
  });

  it('one is sent again as a new delivery that knows what the old one knew', async () => {
    const { connection, url } = await aCallback(gateway, { generation: 3 });
    const { id } = await postWebhook(url, anEnvelope({ id: crypto.randomUUID() }));
    await passedOn(id);
    const answer = await admin.call('POST', `/api/v1/deliveries/${id ?? ''}/replay`);
    expect(answer).toMatchObject({ status: 202, body: { replayed: 1 } });
    const replay = answer.body['id'] as string; // as the API document says
    expect(await passedOn(replay)).toMatchObject({ replayOf: id });
    expect(await passedOn(id)).toMatchObject({ replays: [replay] });
    const [old, fresh] = await eventually(() => {
      expect(reader.of(connection.id)).toHaveLength(2);
      return reader.of(connection.id).map(({ key, headers }) => readCopyFacts(key, headers));
    });
    expect(fresh).toEqual({ ...old, deliveryId: replay, traceparent: expect.any(String) as unknown });
    // Halo sent it once: what is told of its webhooks does not count the replay.
    expect(
      await gateway.query('SELECT count::int FROM gateway.webhook_seen WHERE connection_id = $1', [connection.id]),
    ).toEqual([{ count: 1 }]);
  });

  it('a range and all failed are sent again once, replays of theirs not', async () => {
    const { connection, url } = await aCallback(gateway);
    const good = await postWebhook(url, anEnvelope());
    const bad = await postWebhook(url, '<html>');
    await Promise.all([good, bad].map(({ id }) => passedOn(id)));
    const replay = (body: unknown): Promise<unknown> =>
      admin.call('POST', `/api/v1/connections/${connection.id}/deliveries/replay`, body);
    expect(await replay({})).toMatchObject({ status: 422, body: { errors: [{ field: 'from', code: 'required' }] } });
    const from = new Date(Date.now() - 60_000).toISOString();
    expect(await replay({ from })).toMatchObject({ status: 202, body: { replayed: 2 } });
    expect(await replay({ from })).toMatchObject({ status: 202, body: { replayed: 2 } });
    expect(await replay({ status: 'routed', from })).toMatchObject({ body: { replayed: 1 } });
    const { items } = await eventually(async () => {
      const found = await search(connection.id);
      expect(found.items).toHaveLength(7);
      expect(found.items.filter(({ status }) => status === 'accepted')).toEqual([]);
      return found;
    });
    expect(new Set(items.map(({ replayOf }) => replayOf))).toEqual(new Set([null, good.id, bad.id]));
    expect(items.filter(({ replayOf, status }) => replayOf === bad.id && status === 'quarantined')).toHaveLength(2);
    // It can be read now, as after a fix of ours: sent again once, and then no longer.
    await gateway.query('UPDATE gateway.inbox SET raw = $2, size = length($2::bytea) WHERE delivery_id = $1', [
      bad.id,
      Buffer.from(JSON.stringify(anEnvelope({ object_id: 3, ticket: undefined }))),
    ]);
    expect(await replay({ status: 'failed' })).toMatchObject({ body: { replayed: 1 } });
    await eventually(async () => expect((await search(connection.id, '?haloId=3')).items).toHaveLength(1));
    expect(await replay({ status: 'failed' })).toMatchObject({ body: { replayed: 0 } });
  });

  it('a service that is away is said so', async () => {
    const { url } = await aCallback(gateway);
    const { id } = await postWebhook(url, anEnvelope());
    await passedOn(id);
    services.stop('ticket');
    expect(await passedOn(id)).toMatchObject({ parts: [{ outcome: 'unknown', change: null }] });
  });
});
