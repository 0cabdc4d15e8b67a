import { randomBytes } from 'node:crypto';
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
