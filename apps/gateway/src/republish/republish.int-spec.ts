import { eventually } from '@halosync/testing';
import { ApiClient } from '../../testing/api-client';
import { aTicket, anEnvelope } from '../../testing/bodies';
import { aCallback, postWebhook } from '../../testing/callback';
import { FakeServices } from '../../testing/fake-services';
import { TestGateway } from '../../testing/test-gateway';
import { TopicReader } from '../../testing/topic-reader';

jest.setTimeout(60_000);

describe('publishing again', () => {
  let gateway: TestGateway;
  let services: FakeServices;
  let reader: TopicReader;
  let operator: ApiClient;

  beforeAll(async () => {
    services = new FakeServices();
    await services.start();
    gateway = await TestGateway.start({ environment: services.environment });
    operator = await ApiClient.withKey(gateway, 'operator');
    reader = new TopicReader(gateway.config);
    await reader.start();
  });
  afterAll(async () => {
    await reader.stop();
    await gateway.stop();
    services.stop();
  });

  const republish = (body: unknown) => operator.call('POST', '/api/v1/republish', body);

  it('webhooks go out again under their own delivery ids, those received since, and the log stays', async () => {
    const { connection, url } = await aCallback(gateway);
    const ids = Array.from({ length: 250 }, (_, index) => index + 1);
    await Promise.all(ids.map((id) => postWebhook(url, anEnvelope({ object_id: id, ticket: aTicket({ id }) }))));
    await eventually(() => expect(reader.of(connection.id)).toHaveLength(250), { timeoutMs: 30_000 });
    const log = () =>
      gateway.query<{ status: string }>('SELECT delivery_id, status, published_at FROM gateway.inbox ORDER BY 1');
    // Sent comes before written down.
    const before = await eventually(async () => {
      const rows = await log();
      expect(rows.filter(({ status }) => status !== 'routed')).toEqual([]);
      return rows;
    });
    const [row] = await gateway.query<{ at: Date }>(
      'SELECT received_at AS at FROM gateway.inbox ORDER BY received_at DESC, delivery_id DESC OFFSET 9 LIMIT 1',
    );
    const { status, body } = await republish({ topic: 'received', since: row!.at.toISOString() });
    expect(status).toBe(202);
    const { deliveries } = (body as { received: { deliveries: number } }).received;
    // Those of the same commit have the same time.
    expect(deliveries).toBeGreaterThanOrEqual(10);
    expect(deliveries).toBeLessThan(250);
    await eventually(() => expect(reader.of(connection.id)).toHaveLength(250 + deliveries));
    expect(new Set(reader.of(connection.id).map(({ headers }) => headers['ce_id'])).size).toBe(250);
    expect(await log()).toEqual(before);
  });

  it('changes are published again by their services, of one from a position, of all since a time', async () => {
    expect(await republish({ topic: 'changed', entity: 'site', afterPosition: 12 })).toMatchObject({
      status: 202,
      body: { changed: { site: { changes: 5, afterPosition: 12 } } },
    });
    expect(services.republished.splice(0)).toMatchObject([{ entity: 'site', request: { afterPosition: 12 } }]);
    const { body } = await republish({ since: '2026-10-01T08:00:00+01:00' });
    expect(Object.keys((body as { changed: object }).changed)).toEqual(['ticket', 'site', 'user', 'invoice']);
    expect(body).toMatchObject({ received: { deliveries: 250 } });
    expect(services.republished).toHaveLength(4);
    expect(services.republished[0]).toMatchObject({ request: { since: '2026-10-01T07:00:00.000Z' } });
  });

  it.each([
    ['neither time nor position', {}, 'since'],
    ['both', { since: '2026-11-25T08:00:00Z', afterPosition: 1, entity: 'site' }, 'since'],
    ['a position of no entity', { afterPosition: 1 }, 'entity'],
    ['a day alone', { since: '2026-11-25' }, 'since'],
    ['a topic that cannot', { topic: 'dead', since: '2026-11-25T08:00:00Z' }, 'topic'],
  ])('%s is refused', async (_, body, field) => {
    expect(await republish(body)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
  });

  it('is for operators', async () => {
    const viewer = await ApiClient.withKey(gateway, 'viewer');
    expect((await viewer.call('POST', '/api/v1/republish', { since: '2026-11-25T08:00:00Z' })).status).toBe(403);
  });
});
