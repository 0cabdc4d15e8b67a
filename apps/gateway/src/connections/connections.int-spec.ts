import { ApiClient } from '../../testing/api-client';
import { anEnvelope } from '../../testing/bodies';
import { aCallback, postWebhook } from '../../testing/callback';
import { TestGateway } from '../../testing/test-gateway';

jest.setTimeout(60_000);

const NO_ID = '00000000-0000-0000-0000-000000000000';

let gateway: TestGateway;
let admin: ApiClient;
beforeAll(async () => {
  gateway = await TestGateway.start({ environment: { PUBLIC_URL: 'https://sync.example.com/' } });
  admin = await ApiClient.withKey(gateway, 'admin');
});
afterAll(() => gateway.stop());

describe('a connection', () => {
  it('is edited by who has seen its version', async () => {
    const { id } = gateway.connector.add({ settings: { limit: 300 } });
    const path = `/api/v1/connections/${id}`;
    const read = await admin.call('GET', path);
    const etag = read.headers.get('etag') ?? '';
    expect((await admin.call('PUT', path, { name: 'x' })).status).toBe(428);
    expect((await admin.with({ 'if-match': '"7"' }).call('PUT', path, { name: 'x' })).status).toBe(412);
    const edited = await admin
      .with({ 'if-match': etag })
      .call('PUT', path, { name: 'New name', settings: { details: true } });
    expect(edited).toMatchObject({ status: 200, body: { name: 'New name', settings: { limit: 300, details: true } } });
    expect(edited.headers.get('etag')).toBe('"2"');
    expect(gateway.connector.requests['updateConnection']?.at(-1)).toMatchObject({
      version: 1,
      values: { clientSecret: '', tenant: 'northwind' },
    });
    expect((await admin.with({ 'if-match': etag }).call('PUT', path, { name: 'y' })).status).toBe(412);
  });

  it('what is asked of webhooks is changed without asking Halo', async () => {
    const { id } = gateway.connector.add();
    const before = gateway.connector.requests['updateConnection']?.length;
    const put = (webhookAuth: object): ReturnType<ApiClient['call']> =>
      admin.with({ 'if-match': '*' }).call('PUT', `/api/v1/connections/${id}`, { settings: { webhookAuth } });
    expect(await put({ type: 'header', header: 'X-Halo' })).toMatchObject({ status: 422 });
    expect(await put({ type: 'header', header: 'X-Halo', secret: 's' })).toMatchObject({
      status: 200,
      body: { settings: { webhookAuth: { type: 'header', header: 'x-halo' } } },
    });
    expect(await put({ type: 'header', header: 'X-Halo' })).toMatchObject({ status: 200 });
    expect(await put({ type: 'none' })).toMatchObject({
      status: 200,
      body: { settings: { webhookAuth: { type: 'none' } } },
    });
    expect(gateway.connector.requests['updateConnection']?.length).toBe(before);
  });

  it('is paused and resumed', async () => {
    const { id } = gateway.connector.add();
    expect(await admin.call('POST', `/api/v1/connections/${id}/pause`)).toMatchObject({
      status: 200,
      body: { id, status: 'paused' },
    });
    const resumed = await admin.call('POST', `/api/v1/connections/${id}/resume`);
    expect(resumed).toMatchObject({ status: 200, body: { status: 'active' } });
    expect(resumed.headers.get('etag')).toBe('"3"');
  });

  it('is disconnected: the token dies, the data stays or goes as asked', async () => {
    const { connection, url } = await aCallback(gateway);
    await postWebhook(url, anEnvelope());
    expect(await admin.call('DELETE', `/api/v1/connections/${connection.id}?data=purge`)).toMatchObject({
      status: 200,
      body: { data: 'purge', removed: 3 },
    });
    expect(gateway.connector.requests['deleteConnection']?.at(-1)).toEqual({ id: connection.id, purge: true });
    expect((await postWebhook(url, anEnvelope())).status).toBe(404);
    expect(await gateway.query('SELECT 1 FROM gateway.inbox WHERE connection_id = $1', [connection.id])).toEqual([]);
    expect((await admin.call('GET', `/api/v1/connections/${connection.id}`)).status).toBe(404);
    const kept = gateway.connector.add();
    expect(await admin.call('DELETE', `/api/v1/connections/${kept.id}`)).toMatchObject({
      status: 200,
      body: { data: 'keep' },
    });
    expect((await admin.call('DELETE', `/api/v1/connections/${kept.id}?data=shred`)).status).toBe(422);
  });

  it('gets a new callback URL on demand', async () => {
    const { connection, url } = await aCallback(gateway);
    const { status, body } = await admin.call('POST', `/api/v1/connections/${connection.id}/callback-url/rotate`);
    expect(status).toBe(200);
    expect(body['callbackUrl']).not.toContain(url.split('/').at(-1));
    expect((await admin.call('GET', `/api/v1/connections/${connection.id}`)).body['callbackUrl']).toBe(
      body['callbackUrl'],
    );
  });

  it.each(['not-a-uuid', NO_ID, '%00', "' OR 1=1 --", '../../etc/passwd', '%2e%2e', '1e9999'])(
    'that is not there is 404: %s',
    async (id) => {
      for (const path of ['', '/runs', '/calls', '/dead-letters'])
        expect((await admin.call('GET', `/api/v1/connections/${encodeURI(id)}${path}`)).status).toBe(404);
    },
  );

  it('tells that Halo cannot call back where it cannot', async () => {
    const { body } = await admin.call('GET', '/api/v1/connections');
    expect(
      (body['items'] as { callbackReachable: string }[]).every(
        ({ callbackReachable }) => callbackReachable === 'public',
      ),
    ).toBe(true);
    expect(body['nextCursor']).toBeNull();
  });
});
