import { codeThrownBy } from '../../testing/code-thrown-by';
import { readCursor, writeCursor } from './letter-cursor';

describe('the cursor over four services', () => {
  it('comes back as it went', () => {
    expect(readCursor(writeCursor({ ticket: '17', site: 'end' }))).toEqual({ ticket: '17', site: 'end' });
    expect(readCursor(undefined)).toEqual({});
  });

  it.each(['', 'x', Buffer.from('[]').toString('base64url'), Buffer.from('{"ticket":5}').toString('base64url')])(
    '%s is refused',
    (text) => {
      expect(codeThrownBy(() => readCursor(text))).toBe('invalid_request');
    },
  );
});
