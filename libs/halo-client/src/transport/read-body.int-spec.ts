import { EventEmitter, once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { closeAll, failsWith, get, transport } from '../../testing/guarded-transport';
import { httpServer, rawServer } from '../../testing/local-server';

afterEach(closeAll);

describe('an answer that is not to be had', () => {
  it('is cut off: fewer bytes than announced', async () => {
    const { port } = await rawServer((socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"tickets":['),
    );
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('halo_answer_invalid', { reason: 'cut_off' }),
    );
  });

  it('is cut off: chunks without an end', async () => {
    const { port } = await rawServer((socket) =>
      socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'),
    );
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('halo_answer_invalid', { reason: 'cut_off' }),
    );
  });

  it('is cut off: half a gzip', async () => {
    const { port } = await httpServer((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(999)).subarray(0, 20)),
    );
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('halo_answer_invalid', { reason: 'cut_off' }),
    );
  });

  it('is compressed in an unknown way', async () => {
    const { port } = await httpServer((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end('x'),
    );
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('halo_answer_invalid', { reason: 'encoding' }),
    );
  });

  it('is too large, by its decompressed bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const { port } = await httpServer((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    const before = process.memoryUsage().rss;
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('halo_answer_invalid', { reason: 'too_large' }),
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    expect(bomb.length).toBeLessThan(70_000);
  });

  it.each(['identity', 'gzip'])('is let go at the limit: an endless %s body', async (encoding) => {
    const chunk = encoding === 'gzip' ? gzipSync(Buffer.alloc(100_000)) : Buffer.alloc(100_000);
    const letGo = new EventEmitter();
    const closed = once(letGo, 'closed');
    const { port } = await httpServer((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      const timer = setInterval(() => response.write(chunk), 1);
      response.on('close', () => {
        clearInterval(timer);
        letGo.emit('closed');
      });
    });
    await expect(transport({ maxBodyBytes: 1_000_000 }).exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('halo_answer_invalid', { reason: 'too_large' }),
    );
    await closed;
  });

  it('takes exactly the limit', async () => {
    const { port } = await httpServer((_, response) => response.end(Buffer.alloc(1000)));
    expect((await transport({ maxBodyBytes: 1000 }).exchange(get(`http://127.0.0.1:${port}/`))).body).toHaveLength(
      1000,
    );
    await expect(transport({ maxBodyBytes: 999 }).exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('halo_answer_invalid'),
    );
  });

  it('comes at one byte a moment: the whole exchange has an end', async () => {
    const { port } = await httpServer((_, response) => {
      const timer = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(timer));
    });
    const start = performance.now();
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`, { timeoutMs: 400 }))).rejects.toEqual(
      failsWith('timeout', { seconds: 0.4 }),
    );
    expect(performance.now() - start).toBeLessThan(900);
  });

  it('never comes', async () => {
    const { port } = await httpServer(() => {});
    await expect(transport({ timeoutMs: 300 }).exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('timeout'),
    );
  });

  it('is given up by the caller', async () => {
    const { port } = await httpServer(() => {});
    const signal = AbortSignal.timeout(100);
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`, { signal }))).rejects.toEqual(
      failsWith('timeout'),
    );
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`, { signal }))).rejects.toEqual(
      failsWith('timeout'),
    );
  });

  it('is broken off before it begins', async () => {
    const { port } = await rawServer((socket) => socket.destroy());
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(failsWith('halo_unreachable'));
  });

  it('is no HTTP', async () => {
    const { port } = await rawServer((socket) => socket.end('220 smtp.acme.local ESMTP\r\n'));
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(failsWith('halo_unreachable'));
  });
});
