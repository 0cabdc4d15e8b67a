import { randomBytes } from 'node:crypto';
import { silentLog } from '@halosync/observability';
import { GatewayKeys } from '../keys/gateway-keys';
import { tokenDigest } from './callback-token';
import type { Endpoint } from './endpoint';
import { EndpointSnapshot } from './endpoint-snapshot';

const keys = new GatewayKeys(randomBytes(32));
const endpoint = (token: string): Endpoint => ({
  connectionId: token,
  generation: 1,
  digest: tokenDigest(keys, token),
  isPayloadWhole: false,
  credentials: [],
});

describe('the callback URLs in memory', () => {
  it('finds a token without asking', async () => {
    const load = jest.fn(() => Promise.resolve([endpoint('a'), endpoint('b')]));
    const snapshot = new EndpointSnapshot(load, keys, silentLog);
    await snapshot.reload();
    expect((await snapshot.find('a'))?.connectionId).toBe('a');
    expect((await snapshot.find('b'))?.connectionId).toBe('b');
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('a token that was made a moment ago works at once', async () => {
    let live: Endpoint[] = [];
    const snapshot = new EndpointSnapshot(() => Promise.resolve(live), keys, silentLog);
    await snapshot.reload();
    live = [endpoint('fresh')];
    expect((await snapshot.find('fresh'))?.connectionId).toBe('fresh');
  });

  it('a flood of unknown tokens costs a few looks, not one each', async () => {
    const load = jest.fn(() => Promise.resolve([] as Endpoint[]));
    const snapshot = new EndpointSnapshot(load, keys, silentLog);
    const found = await Promise.all(Array.from({ length: 500 }, (_, index) => snapshot.find(`t${String(index)}`)));
    expect(found.every((endpoint) => endpoint === null)).toBe(true);
    expect(load.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('a look that began before the question does not answer it', async () => {
    let live: Endpoint[] = [];
    const finish: (() => void)[] = [];
    const load = (): Promise<Endpoint[]> => {
      const seen = live;
      return new Promise((resolve) => finish.push(() => resolve(seen)));
    };
    const snapshot = new EndpointSnapshot(load, keys, silentLog);
    const early = snapshot.reload();
    await new Promise(setImmediate);
    live = [endpoint('fresh')];
    const found = snapshot.find('fresh');
    finish[0]?.();
    await early;
    while (finish.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    finish[1]?.();
    expect((await found)?.connectionId).toBe('fresh');
  });

  it('goes on knowing what it knew while Postgres is away, and admits what it cannot know', async () => {
    let isAway = false;
    const snapshot = new EndpointSnapshot(
      () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve([endpoint('a')])),
      keys,
      silentLog,
    );
    await snapshot.reload();
    isAway = true;
    await expect(snapshot.reload()).rejects.toThrow('away');
    expect((await snapshot.find('a'))?.connectionId).toBe('a');
    await expect(snapshot.find('b')).rejects.toThrow('away');
  });
});
