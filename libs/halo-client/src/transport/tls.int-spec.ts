import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caught } from '../../testing/caught';
import { selfSigned } from '../../testing/certificates';
import type { Certificate } from '../../testing/certificates';
import { closeAll, failsWith, get, text, to, transport } from '../../testing/guarded-transport';
import { httpServer, tlsServer } from '../../testing/local-server';

afterEach(closeAll);

describe('TLS', () => {
  const names = 'DNS:halo.test,IP:127.0.0.1';
  let good: Certificate;
  let folder: string;
  const caFile = (certificate: Certificate): string => {
    const path = join(folder, 'ca.pem');
    writeFileSync(path, certificate.cert);
    return path;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'halosync-ca-'));
    good = selfSigned(names, 2020, 2049);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('trusts the operator’s CA file, and names the host to the server', async () => {
    const { port } = await tlsServer(good, (request, response) => {
      const { servername } = request.socket as unknown as { servername: string | false }; // a TLS socket behind https
      response.end(`${servername} ${request.headers.host}`);
    });
    const trusting = transport({ caFile: caFile(good), resolve: to('127.0.0.1') });
    expect(text((await trusting.exchange(get(`https://halo.test:${port}/`))).body)).toBe(`halo.test halo.test:${port}`);
    expect((await trusting.exchange(get(`https://127.0.0.1:${port}/`))).status).toBe(200);
  });

  it('refuses what it does not trust', async () => {
    const { port } = await tlsServer(good, (_, response) => response.end());
    await expect(transport().exchange(get(`https://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('tls_untrusted', { host: '127.0.0.1' }),
    );
  });

  it('refuses another name', async () => {
    const { port } = await tlsServer(good, (_, response) => response.end());
    const options = { allowedPrivateHosts: ['other.test'], caFile: caFile(good), resolve: to('127.0.0.1') };
    await expect(transport(options).exchange(get(`https://other.test:${port}/`))).rejects.toEqual(
      failsWith('tls_name', { host: 'other.test', names: expect.stringContaining('halo.test') }),
    );
  });

  it('refuses a certificate that ran out', async () => {
    const old = selfSigned(names, 2020, 2021);
    const { port } = await tlsServer(old, (_, response) => response.end());
    await expect(transport({ caFile: caFile(old) }).exchange(get(`https://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('tls_expired'),
    );
  });

  it('finds a plain server behind https', async () => {
    const { port } = await httpServer((_, response) => response.end());
    await expect(transport().exchange(get(`https://127.0.0.1:${port}/`))).rejects.toEqual(failsWith('tls_untrusted'));
  });

  it('refuses a CA file that is none', async () => {
    writeFileSync(join(folder, 'empty.pem'), 'nothing');
    for (const name of ['missing.pem', 'empty.pem']) {
      expect((await caught(() => transport({ caFile: join(folder, name) }))).code).toBe('config_invalid');
    }
  });
});
