import { randomBytes } from 'node:crypto';
import { GatewayKeys } from '../keys/gateway-keys';
import { credentialDigest, hasCredential } from './credential-check';
import type { Endpoint } from './endpoint';

const keys = new GatewayKeys(randomBytes(32));
const credential = (type: 'basic' | 'header', name: string, secret: string) => ({
  type,
  name,
  digest: credentialDigest(keys, 'c', { type, name, secret }),
});
const endpoint = (...credentials: ReturnType<typeof credential>[]): Endpoint => ({
  connectionId: 'c',
  generation: 1,
  digest: Buffer.alloc(32),
  isPayloadWhole: false,
  credentials,
});
const basic = (text: string): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

describe('the credential beside the token', () => {
  it('none asked: none needed', () => {
    expect(hasCredential(keys, endpoint(), {})).toBe(true);
  });

  const guarded = endpoint(credential('basic', 'halo', 'pa:ss'));
  it.each([
    [basic('halo:pa:ss'), true],
    [{ authorization: basic('halo:pa:ss').authorization.replace('Basic', 'bASIC') }, true],
    [basic('halo:pa'), false],
    [basic('other:pa:ss'), false],
    [basic('halo'), false],
    [basic(''), false],
    [{ authorization: 'Bearer x' }, false],
    [{}, false],
  ])('basic %#', (headers, expected) => {
    expect(hasCredential(keys, guarded, headers)).toBe(expected);
  });

  it('a header by its name', () => {
    const byHeader = endpoint(credential('header', 'x-halo-secret', 's3cret'));
    expect(hasCredential(keys, byHeader, { 'x-halo-secret': 's3cret' })).toBe(true);
    expect(hasCredential(keys, byHeader, { 'x-halo-secret': 's3cre' })).toBe(false);
    expect(hasCredential(keys, byHeader, {})).toBe(false);
  });

  it('while it changes both the old and the new one work', () => {
    const changing = endpoint(credential('basic', 'halo', 'old'), credential('header', 'x-s', 'new'));
    expect(hasCredential(keys, changing, basic('halo:old'))).toBe(true);
    expect(hasCredential(keys, changing, { 'x-s': 'new' })).toBe(true);
    expect(hasCredential(keys, changing, basic('halo:new'))).toBe(false);
  });

  it('belongs to one connection', () => {
    expect(hasCredential(keys, { ...guarded, connectionId: 'd' }, basic('halo:pa:ss'))).toBe(false);
  });

  it('made with a key that is gone it opens nothing', () => {
    expect(hasCredential(new GatewayKeys(randomBytes(32)), guarded, basic('halo:pa:ss'))).toBe(false);
  });
});
