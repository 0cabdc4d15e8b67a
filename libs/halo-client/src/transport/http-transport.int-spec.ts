import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Secret } from '@halosync/config';
import { closeAll, failsWith, get, text, transport } from '../../testing/guarded-transport';
import { httpServer } from '../../testing/local-server';

afterEach(closeAll);

describe('an exchange', () => {
  it('carries method, path, headers and body, and gives whatever status comes', async () => {
    const seen: unknown[] = [];
    const { port } = await httpServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push([request.method, request.url, request.headers['authorization'], request.headers.host, body]);
        response.writeHead(418, { 'x-a': ['1', '2'], 'Retry-After': '3' }).end('short');
      });
    });
    const answer = await transport().exchange(
      get(`http://127.0.0.1:${port}/auth/token?tenant=a%20b`, {
        method: 'POST',
        headers: { Authorization: new Secret('Bearer x') },
        body: new Secret('a=b'),
      }),
    );
    expect(answer).toMatchObject({ status: 418, headers: { 'x-a': '1, 2', 'retry-after': '3' } });
    expect(text(answer.body)).toBe('short');
    expect(answer.ms).toBeGreaterThan(0);
    expect(seen).toEqual([['POST', '/auth/token?tenant=a%20b', 'Bearer x', `127.0.0.1:${port}`, 'a=b']]);
  });

  it.each([
    ['gzip', gzipSync('long')],
    ['x-gzip', gzipSync('long')],
    ['deflate', deflateSync('long')],
    ['br', brotliCompressSync('long')],
    ['identity', Buffer.from('long')],
  ])('decompresses %s', async (encoding, body) => {
    const { port } = await httpServer((_, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    );
    expect(text((await transport().exchange(get(`http://127.0.0.1:${port}/`))).body)).toBe('long');
  });

  it('resolves as the system does', async () => {
    const { port } = await httpServer((_, response) => response.end('local'));
    const local = transport({ allowedPrivateHosts: [`localhost:${port}`] });
    expect(text((await local.exchange(get(`http://localhost:${port}/`))).body)).toBe('local');
  });

  it('ignores proxies of the environment', async () => {
    const proxy = await httpServer((_, response) => response.end());
    const { port } = await httpServer((_, response) => response.end('direct'));
    const before = { ...process.env };
    Object.assign(process.env, {
      HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
      http_proxy: `http://127.0.0.1:${proxy.port}`,
      NODE_USE_ENV_PROXY: '1',
    });
    try {
      expect(text((await transport().exchange(get(`http://127.0.0.1:${port}/`))).body)).toBe('direct');
    } finally {
      process.env = before;
    }
    expect(proxy.connections()).toBe(0);
  });

  it.each([301, 302, 303, 307, 308])('refuses a redirect (%d) and shows no query', async (status) => {
    const trap = await httpServer((_, response) => response.end('trapped'));
    const { port } = await httpServer((_, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${trap.port}/x?token=s3cret` }).end(),
    );
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('redirect_refused', { host: '127.0.0.1', location: `http://127.0.0.1:${trap.port}/x` }),
    );
    expect(trap.connections()).toBe(0);
  });
});
