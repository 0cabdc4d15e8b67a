import { inspect } from 'node:util';
import { Secret } from '@halosync/config';
import { AppError } from '@halosync/errors';
import { closeServers, httpServer, rawServer } from '../../testing/local-server';
import { createTransport } from '../transport/create-transport';
import type { HttpTransport } from '../transport/http-transport';
import { testConnection } from './test-connection';

const SECRET = 'b7-canary-secret';
let transport: HttpTransport;

/** A small Halo over HTTP: answers `/auth/token`, `/api/authinfo` and the four lists. */
async function smallHalo(): Promise<string> {
  const keys: Readonly<Record<string, string>> = {
    Tickets: 'tickets',
    Site: 'sites',
    Users: 'users',
    Invoice: 'invoices',
  };
  const { port } = await httpServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://halo');
    const reply = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const key = keys[url.pathname.replace('/api/', '')];
    let form = '';
    request.on('data', (chunk: Buffer) => (form += chunk.toString()));
    request.on('end', () => {
      if (url.pathname === '/auth/token') {
        const isKnown = new URLSearchParams(form).get('client_secret') === SECRET;
        reply(
          isKnown ? 200 : 401,
          isKnown ? { access_token: 'eyJ', expires_in: 3600 } : { error: 'invalid_client', error_description: form },
        );
      } else if (url.pathname === '/api/authinfo')
        reply(200, { auth_url: 'https://acme.halopsa.com/auth', tenant_id: 'acme' });
      else if (key === undefined) response.writeHead(404).end();
      else if (request.headers.authorization !== 'Bearer eyJ') reply(401, {});
      else {
        // One page, and nothing that changes after now.
        const isPastEnd = Number(url.searchParams.get('page_no') ?? 1) > 1;
        const isFuture = Date.parse(`${url.searchParams.get('lastupdatefromdate') ?? ''}Z`) > Date.now();
        reply(200, isPastEnd || isFuture ? { record_count: 0, [key]: [] } : { record_count: 3, [key]: [{ id: 1 }] });
      }
    });
  });
  return `http://127.0.0.1:${port}`;
}

const run = (origin: string, more: { authUrl?: string; resourceUrl?: string; clientSecret?: Secret } = {}) =>
  testConnection(
    {
      authUrl: `${origin}/auth`,
      resourceUrl: `${origin}/api`,
      tenant: 'acme',
      clientId: 'id',
      clientSecret: new Secret(SECRET),
      ...more,
    },
    { send: (call) => transport.exchange(call), checkUrl: (url) => transport.checkUrl(url), withinMs: 1_500 },
  );

async function refused(attempt: Promise<unknown>): Promise<string[]> {
  const error: unknown = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error('not refused', { cause: error });
  expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain(SECRET);
  return error.errors.map(({ field, code }) => `${field}: ${code}`);
}

beforeEach(() => (transport = createTransport({ allowedPrivateHosts: ['127.0.0.1'] })));
afterEach(async () => {
  await transport.close();
  await closeServers();
});

describe('testConnection, over the wire', () => {
  it('accepts a Halo that works', async () => {
    expect(await run(await smallHalo())).toMatchObject({
      ok: true,
      instance: { key: 'https://acme.halopsa.com|acme' },
      entities: {
        ticket: { readable: true, recordCount: 3 },
        site: { readable: true },
        user: { readable: true },
        invoice: { readable: true },
      },
      warnings: [],
    });
  });

  it('keeps the secret out of every error, though Halo echoes it', async () => {
    const origin = await smallHalo();
    expect(await refused(run(origin, { clientSecret: new Secret('wrong') }))).toEqual([
      'clientId: invalid_client',
      'clientSecret: invalid_client',
    ]);
    expect(await refused(run(origin, { authUrl: `${origin}/auth/token` }))).toEqual(['authUrl: token_not_found']);
    expect(await refused(run(origin, { resourceUrl: `${origin}/api/v9` }))).toEqual(['resourceUrl: api_not_found']);
  });

  it('tells a port on which nobody listens, on either URL', async () => {
    const origin = await smallHalo();
    const closed = await httpServer(() => {});
    await closed.close();
    const nobody = `http://127.0.0.1:${closed.port}`;
    expect(await refused(run(origin, { authUrl: `${nobody}/auth` }))).toEqual(['authUrl: connect_refused']);
    expect(await refused(run(origin, { resourceUrl: `${nobody}/api` }))).toEqual(['resourceUrl: connect_refused']);
    expect(await refused(run(nobody))).toEqual(['authUrl: connect_refused', 'resourceUrl: connect_refused']);
  });

  it('follows no redirect', async () => {
    const origin = await smallHalo();
    const trap = await rawServer((socket) => socket.end());
    const { port } = await httpServer((_, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${trap.port}/` }).end(),
    );
    expect(await refused(run(origin, { authUrl: `http://127.0.0.1:${port}/auth` }))).toEqual([
      'authUrl: redirect_refused',
    ]);
    expect(await refused(run(origin, { resourceUrl: `http://127.0.0.1:${port}/api` }))).toEqual([
      'resourceUrl: redirect_refused',
    ]);
    expect(trap.connections()).toBe(0);
  });

  it('gives up on silence in time', async () => {
    const origin = await smallHalo();
    const silent = await httpServer(() => {});
    const start = performance.now();
    expect(await refused(run(origin, { authUrl: `http://127.0.0.1:${silent.port}/auth` }))).toEqual([
      'connection: token_server_error',
    ]);
    expect(await refused(run(origin, { resourceUrl: `http://127.0.0.1:${silent.port}/api` }))).toEqual([
      'connection: api_timeout',
    ]);
    expect(performance.now() - start).toBeLessThan(3_500);
  });

  it('names both URLs that lead inside, without a call', async () => {
    transport = createTransport({ allowedPrivateHosts: [] });
    expect(await refused(run('https://10.0.0.7'))).toEqual([
      'authUrl: private_address_refused',
      'resourceUrl: private_address_refused',
    ]);
    expect(await refused(run('http://halo.example'))).toEqual(['authUrl: http_refused', 'resourceUrl: http_refused']);
    expect(await refused(run('https://169.254.169.254'))).toEqual([
      'authUrl: private_address_refused',
      'resourceUrl: private_address_refused',
    ]);
  });
});
