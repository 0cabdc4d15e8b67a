import { randomBytes } from 'node:crypto';
import { DerivedKeys } from './derived-keys';

const root = randomBytes(32);
const keys = new DerivedKeys<'token' | 'digest'>(root, 'gateway');

describe('derived keys', () => {
  it('make the same from the same root, and something else from another', () => {
    expect(new DerivedKeys<'token'>(root, 'gateway').mac('token', ['x'])).toEqual(keys.mac('token', ['x']));
    expect(new DerivedKeys<'token'>(randomBytes(32), 'gateway').mac('token', ['x'])).not.toEqual(
      keys.mac('token', ['x']),
    );
  });

  it('differ by use and by program', () => {
    expect(keys.mac('token', ['x'])).not.toEqual(keys.mac('digest', ['x']));
    expect(new DerivedKeys<'token'>(root, 'other').mac('token', ['x'])).not.toEqual(keys.mac('token', ['x']));
  });

  it('parts do not flow into each other', () => {
    expect(keys.mac('token', ['ab', 'c'])).not.toEqual(keys.mac('token', ['a', 'bc']));
  });
});
