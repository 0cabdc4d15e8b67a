import { request } from 'node:http';
import { eventually } from '@halosync/testing';
import { anEnvelope } from '../../testing/bodies';
import type { Callback } from '../../testing/callback';
import { aCallback, postWebhook } from '../../testing/callback';
import { TestGateway } from '../../testing/test-gateway';
import { CredentialStore } from './credential-store';
import { EndpointSnapshot } from './endpoint-snapshot';
import { EndpointStore } from './endpoint-store';

jest.setTimeout(60_000);

const MAX_BYTES = 2 * 1024 * 1024;
let gateway: TestGateway;
let callback: Callback;
beforeAll(async () => {
  gateway = await TestGateway.start({ environment: { WEBHOOK_MAX_BYTES: String(MAX_BYTES) } });
  callback = await aCallback(gateway);
});
afterAll(() => gateway.stop());

const held = async (connectionId: string): Promise<number> => {
  const [row] = await gateway.query<{ count: string }>('SELECT count(*) FROM gateway.inbox WHERE connection_id = $1', [
    connectionId,
  ]);
  return Number(row?.count);
};

describe('who may call back', () => {
  it('whoever knows the token; 401, 404 and 200 are told apart before the body is read', async () => {
    const { connection, url } = await aCallback(gateway);
    await gateway.app.get(CredentialStore).set(connection.id, { type: 'basic', username: 'halo', secret: 'one' });
    await gateway.app.get(EndpointSnapshot).reload();
    const basic = (secret: string): Record<string, string> => ({
      authorization: `Basic ${Buffer.from(`halo:${secret}`).toString('base64')}`,
    });
    expect(await postWebhook(url, anEnvelope(), basic('one'))).toMatchObject({ status: 200 });
    expect(await postWebhook(url, anEnvelope(), basic('two'))).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(await postWebhook(url, '{')).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(await postWebhook(`${url}x`, '{')).toMatchObject({ status: 404, code: 'not_found' });
    expect(await postWebhook(`${gateway.url}/webhooks/halo/x`, anEnvelope())).toMatchObject({ status: 404 });
    expect(await held(connection.id)).toBe(1);
  });

  it('a changed secret is taken at once, and the old one for a while', async () => {
    const { connection, url } = await aCallback(gateway);
    const store = gateway.app.get(CredentialStore);
    await store.set(connection.id, { type: 'header', header: 'X-Halo', secret: 'old' });
    await store.set(connection.id, { type: 'header', header: 'X-Halo', secret: 'new' });
    await gateway.app.get(EndpointSnapshot).reload();
    const [old, changed, none] = await Promise.all([
      postWebhook(url, anEnvelope(), { 'x-halo': 'old' }),
      postWebhook(url, anEnvelope(), { 'x-halo': 'new' }),
      postWebhook(url, anEnvelope()),
    ]);
    expect([old.status, changed.status, none.status]).toEqual([200, 200, 401]);
    const [row] = await gateway.query<{ headers: Record<string, string> }>(
      'SELECT headers FROM gateway.inbox WHERE delivery_id = $1',
      [changed.id],
    );
    expect(row?.headers['x-halo']).toBe('[redacted]');
  });

  it('after a rotation both URLs work; a revoked one is dead in less than 5 s', async () => {
    const { connection, url } = await aCallback(gateway);
    const store = gateway.app.get(EndpointStore);
    const rotated = `${gateway.url}/webhooks/halo/${(await store.rotate(connection.id, 1)).token}`;
    expect(rotated).not.toBe(url);
    expect((await postWebhook(url, anEnvelope())).status).toBe(200);
    expect((await postWebhook(rotated, anEnvelope())).status).toBe(200);
    await store.revokeAll(connection.id);
    await eventually(async () => expect((await postWebhook(url, anEnvelope())).status).toBe(404), { timeoutMs: 5_000 });
    expect((await postWebhook(rotated, anEnvelope())).status).toBe(404);
  });

  it('a hundred who ask at once for the first callback URL get the same one', async () => {
    const connection = gateway.connector.add();
    const store = gateway.app.get(EndpointStore);
    const tokens = await Promise.all(
      Array.from({ length: 100 }, async () => (await store.ensure([connection])).get(connection.id)),
    );
    expect(new Set(tokens).size).toBe(1);
  });

  it('a later generation has a URL of its own', async () => {
    const { connection, url } = await aCallback(gateway);
    const tokens = await gateway.app.get(EndpointStore).ensure([{ id: connection.id, generation: 2 }]);
    await gateway.app.get(EndpointSnapshot).reload();
    expect((await postWebhook(url, anEnvelope())).status).toBe(404);
    expect(
      (await postWebhook(`${gateway.url}/webhooks/halo/${tokens.get(connection.id) ?? ''}`, anEnvelope())).status,
    ).toBe(200);
  });

  it('the database holds no token', async () => {
    const token = callback.url.split('/').at(-1) ?? '';
    const rows = await gateway.query<object>('SELECT * FROM gateway.webhook_endpoint');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(JSON.stringify(Buffer.from(token, 'base64url')));
  });
});

describe('the same verdict by every way', () => {
  it.each([
    ['//webhooks/halo/TOKEN', 404],
    ['/webhooks//halo/TOKEN', 404],
    ['/webhooks/halo/TOKEN;x', 404],
    ['/webhooks/halo/TOKEN/', 404],
    ['/webhooks/halo/%2e%2e/TOKEN', 404],
    ['/webhooks/halo/wrong%2fTOKEN', 404],
    ['/%77ebhooks/halo/TOKEN', 200],
    ['http://elsewhere.example/webhooks/halo/TOKEN', 200],
    ['http://elsewhere.example/webhooks/halo/wrong', 404],
  ])('POST %s is %d', async (path, expected) => {
    const token = callback.url.split('/').at(-1) ?? '';
    expect(await statusOf('POST', path.replace('TOKEN', token))).toBe(expected);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE'])('%s is not the call', async (method) => {
    expect(await statusOf(method, new URL(callback.url).pathname)).toBe(404);
  });

  async function statusOf(method: string, path: string): Promise<number> {
    const { hostname, port } = new URL(gateway.url);
    return new Promise((resolve, reject) => {
      const call = request({ method, path, hostname, port }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      call.on('error', reject);
      call.end(method === 'POST' ? '{}' : undefined);
    });
  }
});
