import { closeAll, failsWith, get, text, to, transport } from '../../testing/guarded-transport';
import { httpServer, rawServer } from '../../testing/local-server';

afterEach(closeAll);

describe('a host that cannot be reached', () => {
  it('has no name', async () => {
    const resolve = async () =>
      Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
    await expect(transport({ resolve }).exchange(get('https://nope.example/'))).rejects.toEqual(
      failsWith('dns_not_found', { host: 'nope.example' }),
    );
    await expect(transport({ resolve: to() }).exchange(get('https://nope.example/'))).rejects.toEqual(
      failsWith('dns_not_found'),
    );
  });

  it('refuses', async () => {
    const { port, close } = await httpServer(() => {});
    await close();
    await expect(transport().exchange(get(`http://127.0.0.1:${port}/`))).rejects.toEqual(
      failsWith('connect_refused', { host: '127.0.0.1', port }),
    );
    const two = transport({ resolve: to('127.0.0.1', '127.0.0.2') });
    await expect(two.exchange(get(`http://halo.test:${port}/`))).rejects.toEqual(
      failsWith('connect_refused', { host: 'halo.test', port }),
    );
  });

  it('never finishes its handshake, within the connect timeout or the call’s', async () => {
    const { port } = await rawServer(() => {});
    const url = `https://127.0.0.1:${port}/`;
    await expect(transport({ connectTimeoutMs: 500 }).exchange(get(url))).rejects.toEqual(
      failsWith('connect_timeout', { seconds: 0.5 }),
    );
    await expect(transport().exchange(get(url, { timeoutMs: 300 }))).rejects.toEqual(
      failsWith('connect_timeout', { seconds: 0.3 }),
    );
  });

  it('hangs in the resolver', async () => {
    const resolve = (): Promise<never> => new Promise(() => {});
    await expect(transport({ resolve }).exchange(get('https://halo.test/', { timeoutMs: 300 }))).rejects.toEqual(
      failsWith('connect_timeout'),
    );
  });
});

describe('addresses inside', () => {
  it.each([
    ['https://127.0.0.1:PORT/', 'private_address_refused'],
    ['https://127.1:PORT/', 'private_address_refused'],
    ['https://2130706433:PORT/', 'private_address_refused'],
    ['https://0x7f000001:PORT/', 'private_address_refused'],
    ['https://0177.0.0.1:PORT/', 'private_address_refused'],
    ['https://0.0.0.0:PORT/', 'private_address_refused'],
    ['https://[::ffff:127.0.0.1]:PORT/', 'private_address_refused'],
    ['https://localhost:PORT/', 'private_address_refused'],
    ['https://localhost.:PORT/', 'private_address_refused'],
    ['https://rebound.example:PORT/', 'private_address_refused'],
    ['http://127.0.0.1:PORT/', 'http_refused'],
    ['http://rebound.example:PORT/', 'http_refused'],
    ['https://user:pw@127.0.0.1:PORT/', 'url_invalid'],
    ['https://8.8.8.8@127.0.0.1:PORT/', 'url_invalid'],
  ])('are never dialled: %s', async (url, code) => {
    const trap = await rawServer((socket) => socket.end());
    const guarded = transport({ allowedPrivateHosts: [], resolve: to('127.0.0.1') });
    await expect(guarded.exchange(get(url.replace('PORT', String(trap.port))))).rejects.toMatchObject({ code });
    expect(trap.connections()).toBe(0);
  });

  it('stay closed to a name that changes its mind: what was checked is what is dialled', async () => {
    const trap = await httpServer((_, response) => response.end('trapped'));
    const allowed = await httpServer(
      (_, response) => response.setHeader('connection', 'close').end('allowed'),
      '127.0.0.2',
      trap.port,
    );
    let asked = 0;
    // Good on every odd question, the trap on every even one.
    const resolve = async () => [{ address: ++asked % 2 === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }];
    const guarded = transport({ allowedPrivateHosts: ['127.0.0.2'], resolve });
    const url = `http://rebound.example:${trap.port}/`;
    for (const turn of [1, 3, 5]) {
      expect(text((await guarded.exchange(get(url))).body)).toBe('allowed');
      expect(asked).toBe(turn); // once per connection: no second question between check and dial
      await expect(guarded.exchange(get(url))).rejects.toMatchObject({ code: 'http_refused' });
    }
    expect(allowed.connections()).toBe(3);
    expect(trap.connections()).toBe(0);
  });

  it('are refused if but one of several is inside', async () => {
    const trap = await rawServer((socket) => socket.end());
    const guarded = transport({ allowedPrivateHosts: [], resolve: to('93.184.216.34', '::1') });
    await expect(guarded.exchange(get(`https://mixed.example:${trap.port}/`))).rejects.toEqual(
      failsWith('private_address_refused', { address: '::1' }),
    );
  });

  it('are refused for metadata even under an allowed name', async () => {
    const allowed = transport({ allowedPrivateHosts: ['halo.test', '0.0.0.0/0'], resolve: to('169.254.169.254') });
    await expect(allowed.exchange(get('http://halo.test/latest/meta-data/'))).rejects.toEqual(
      failsWith('private_address_refused'),
    );
  });
});
