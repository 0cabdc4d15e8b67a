import { randomBytes } from 'node:crypto';
import { GatewayKeys } from '../keys/gateway-keys';
import { callbackToken, tokenDigest } from './callback-token';

const keys = new GatewayKeys(randomBytes(32));
const source = { connectionId: 'c', generation: 1, salt: randomBytes(32) };

describe('the token of a callback URL', () => {
  it('has 256 bits, and can be made again', () => {
    expect(Buffer.from(callbackToken(keys, source), 'base64url')).toHaveLength(32);
    expect(callbackToken(keys, source)).toBe(callbackToken(keys, { ...source }));
  });

  it.each([{ connectionId: 'd' }, { generation: 2 }, { salt: randomBytes(32) }])(
    'depends on each of its parts',
    (other) => {
      expect(callbackToken(keys, { ...source, ...other })).not.toBe(callbackToken(keys, source));
    },
  );

  it('the stored digest is not the token', () => {
    const token = callbackToken(keys, source);
    expect(tokenDigest(keys, token).toString('base64url')).not.toBe(token);
  });

  it('is another one under another root key', () => {
    expect(callbackToken(new GatewayKeys(randomBytes(32)), source)).not.toBe(callbackToken(keys, source));
  });
});
