import { randomBytes } from 'node:crypto';
import { MasterKeys } from './master-keys';

const first = { id: 'k1', key: randomBytes(32) };
const second = { id: 'k2', key: randomBytes(32) };
const owner = { table: 'data_key', row: 'c' };

describe('master keys', () => {
  it('unwrap what an older one wrapped, and say that it is outdated', () => {
    const dataKey = randomBytes(32);
    const wrapped = new MasterKeys([first]).wrap(owner, dataKey);
    const rotated = new MasterKeys([second, first]);
    expect(rotated.unwrap(owner, wrapped)).toEqual(dataKey);
    expect(rotated.isOutdated(wrapped)).toBe(true);
    expect(rotated.isOutdated(rotated.wrap(owner, dataKey))).toBe(false);
  });

  it('name the one that is missing', () => {
    const wrapped = new MasterKeys([first]).wrap(owner, randomBytes(32));
    expect(() => new MasterKeys([second]).unwrap(owner, wrapped)).toThrow('lacks the key k1');
  });

  it.each([{ row: 'd' }, { table: 'root_key' }])('do not unwrap a data key moved elsewhere: %j', (elsewhere) => {
    const keys = new MasterKeys([first]);
    expect(() => keys.unwrap({ ...owner, ...elsewhere }, keys.wrap(owner, randomBytes(32)))).toThrow(
      'cannot be decrypted',
    );
  });
});
