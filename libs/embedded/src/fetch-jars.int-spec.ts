import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchJars } from './fetch-jars';

let mirror: Server;
let address: string;
let folder: string;
const served = new Map<string, { status: number; body: string }>();

beforeAll(async () => {
  mirror = createServer((request, response) => {
    const { status, body } = served.get(request.url ?? '') ?? { status: 404, body: '' };
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${String((mirror.address() as AddressInfo).port)}`; // it listens on a port
});
afterAll(() => new Promise((resolve) => mirror.close(resolve)));
beforeEach(async () => {
  served.clear();
  folder = await mkdtemp(join(tmpdir(), 'halosync-jars-'));
});
afterEach(() => rm(folder, { recursive: true }));

function jar(path: string, body: string) {
  return { path, bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
}

describe('fetching jars', () => {
  it('keeps what arrived whole, under its own name', async () => {
    served.set('/a/b/1/b-1.jar', { status: 200, body: 'bytes' });
    expect(await fetchJars(address, folder, [jar('a/b/1/b-1.jar', 'bytes')])).toBeUndefined();
    expect(await readFile(join(folder, 'b-1.jar'), 'utf8')).toBe('bytes');
  });

  it('keeps nothing of a file that is not the one it should be', async () => {
    served.set('/a/b/1/b-1.jar', { status: 200, body: 'a page that asks you to sign in' });
    expect(await fetchJars(address, folder, [jar('a/b/1/b-1.jar', 'bytes')])).toMatch(/is not the file it should be/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says what the repository answered', async () => {
    expect(await fetchJars(address, folder, [jar('a/b/1/b-1.jar', 'bytes')])).toMatch(/answered 404/);
  });
});
