import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { helmetOptions } from '../security-headers';
import { consoleRoutes } from './console-routes';

const SCRIPT = 'console.log("hello");'.repeat(50);

describe('the console, as it is served', () => {
  let folder: string;
  let http: FastifyInstance;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'halosync-console-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<meta name="csp-nonce" nonce="__CSP_NONCE__">');
    await writeFile(join(folder, 'theme.js'), 'theme()');
    await writeFile(join(folder, 'assets', 'main-a1b2c3.js'), SCRIPT);
    http = Fastify();
    await http.register(helmet, helmetOptions(false));
    await consoleRoutes(http, folder);
  });
  afterAll(async () => {
    await http.close();
    await rm(folder, { recursive: true });
  });

  const get = (url: string, headers: Record<string, string> = { accept: 'text/html' }) =>
    http.inject({ method: 'GET', url, headers });

  it.each(['/', '/connections/1/runs', '/connections/1/data/ticket?q=a%20b'])(
    '%s opens the page, which nobody keeps, with a nonce of its own',
    async (path) => {
      const [first, second] = [await get(path), await get(path)];
      const nonce = /nonce="([^"]+)"/.exec(first.body)?.[1] ?? '';
      expect(nonce).toHaveLength(24);
      expect(first.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}';`);
      expect(first.headers['content-security-policy']).toContain(`script-src 'self';`);
      expect(first.headers['cache-control']).toBe('no-store');
      expect(second.body).not.toBe(first.body);
    },
  );

  it('a file with a hash in its name is kept for ever, and travels compressed', async () => {
    const answer = await get('/assets/main-a1b2c3.js', { 'accept-encoding': 'gzip, br' });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
    });
    expect(gunzipSync(answer.rawPayload).toString()).toBe(SCRIPT);
    expect((await get('/assets/main-a1b2c3.js', {})).body).toBe(SCRIPT);
  });

  it('a file without one is asked for again', async () => {
    expect((await get('/theme.js')).headers['cache-control']).toBe('no-cache');
  });

  it.each(['/assets/old-f00.js', '/api/v1/nothing', '/webhooks/halo', '/health/x', '/metrics/x'])(
    '%s is never answered by the page',
    async (path) => {
      expect((await get(path)).statusCode).toBe(404);
    },
  );
});
