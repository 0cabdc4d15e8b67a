import { randomBytes } from 'node:crypto';
import { KeyRing } from './key-ring';
import { open, seal } from './sealed';

const key = randomBytes(32);
const place = { table: 'secret', row: 'a/client_secret', column: 'ciphertext', keyId: 'k1' };
const plain = Buffer.from('two guids joined by a dash');

describe('sealed values', () => {
  it('open where they were sealed', () => {
    expect(open(key, seal(key, plain, place), place)).toEqual(plain);
  });

  it('are different each time', () => {
    expect(seal(key, plain, place).ciphertext).not.toEqual(seal(key, plain, place).ciphertext);
  });

  it.each([
    ['table', { ...place, table: 'token' }],
    ['row', { ...place, row: 'b/client_secret' }],
    ['column', { ...place, column: 'nonce' }],
    ['key id', { ...place, keyId: 'k2' }],
    ['parts that only together read alike', { ...place, row: 'a/client_secret","ciphertext', column: '' }],
  ])('do not open in another place: %s', (_what, elsewhere) => {
    expect(() => open(key, seal(key, plain, place), elsewhere)).toThrow('cannot be decrypted');
  });

  it('do not open after any bit of them was flipped', () => {
    const sealed = seal(key, plain, place);
    for (const part of ['nonce', 'ciphertext'] as const) {
      for (let bit = 0; bit < sealed[part].length * 8; bit++) {
        const flipped = Buffer.from(sealed[part]);
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(() => open(key, { ...sealed, [part]: flipped }, place)).toThrow();
      }
    }
  });

  it('do not open when cut short', () => {
    const { nonce, ciphertext } = seal(key, plain, place);
    for (const length of [0, 8, 16, ciphertext.length - 1]) {
      expect(() => open(key, { nonce, ciphertext: ciphertext.subarray(0, length) }, place)).toThrow();
    }
  });
});

describe('a key ring', () => {
  const first = { id: 'k1', key: randomBytes(32) };
  const second = { id: 'k2', key: randomBytes(32) };

  it('unwraps what an older key wrapped, and says that it is outdated', () => {
    const dataKey = randomBytes(32);
    const wrapped = new KeyRing([first]).wrap('c', dataKey);
    const rotated = new KeyRing([second, first]);
    expect(rotated.unwrap('c', wrapped)).toEqual(dataKey);
    expect(rotated.isOutdated(wrapped)).toBe(true);
    expect(rotated.isOutdated(rotated.wrap('c', dataKey))).toBe(false);
  });

  it('names the key that is missing', () => {
    const wrapped = new KeyRing([first]).wrap('c', randomBytes(32));
    expect(() => new KeyRing([second]).unwrap('c', wrapped)).toThrow('lacks the key k1');
  });

  it('does not unwrap a data key moved to another connection', () => {
    const ring = new KeyRing([first]);
    expect(() => ring.unwrap('d', ring.wrap('c', randomBytes(32)))).toThrow('cannot be decrypted');
  });
});
