import { randomBytes } from 'node:crypto';
import { KeyRing } from '../keys/key-ring';
import { callbackToken, tokenDigest } from './callback-token';

const keys = new KeyRing([
  { id: 'new', key: randomBytes(32) },
  { id: 'old', key: randomBytes(32) },
]);
const source = { connectionId: 'c', generation: 1, salt: randomBytes(32), keyId: 'old' };

describe('the token of a callback URL', () => {
  it('has 256 bits, and can be made again as long as its key is there', () => {
    expect(Buffer.from(callbackToken(keys, source), 'base64url')).toHaveLength(32);
    expect(callbackToken(keys, source)).toBe(callbackToken(keys, { ...source }));
  });

  it.each([{ connectionId: 'd' }, { generation: 2 }, { salt: randomBytes(32) }, { keyId: 'new' }])(
    'depends on each of its parts',
    (other) => {
      expect(callbackToken(keys, { ...source, ...other })).not.toBe(callbackToken(keys, source));
    },
  );

  it('parts do not flow into each other', () => {
    expect(keys.mac('new', 'webhook-token', ['ab', 'c'])).not.toEqual(keys.mac('new', 'webhook-token', ['a', 'bc']));
  });

  it('the stored digest is not the token, and each use has a key of its own', () => {
    const token = callbackToken(keys, source);
    expect(tokenDigest(keys, 'old', token).toString('base64url')).not.toBe(token);
    expect(keys.mac('new', 'webhook-token', ['x'])).not.toEqual(keys.mac('new', 'webhook-digest', ['x']));
  });

  it('without its key there is no token', () => {
    expect(() => callbackToken(keys, { ...source, keyId: 'gone' })).toThrow(/gone/);
  });
});
