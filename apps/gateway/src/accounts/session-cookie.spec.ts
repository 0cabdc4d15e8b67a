import { SessionCookie } from './session-cookie';

describe('the session cookie', () => {
  it('is bound to the host and to https where there is https', () => {
    expect(new SessionCookie(true).set('v', 60)).toBe(
      '__Host-halosync=v; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure',
    );
    expect(new SessionCookie(false).set('v', 60)).toBe('halosync=v; Max-Age=60; Path=/; HttpOnly; SameSite=Lax');
  });

  it.each([
    ['halosync=abc', 'abc'],
    ['a=1; halosync=abc; b=2', 'abc'],
    ['halosync=a=b', 'a=b'],
    ['xhalosync=abc', null],
    ['halosync=', null],
    ['__Host-halosync=abc', null],
    ['', null],
  ])('is found in %s', (cookie, expected) => {
    expect(new SessionCookie(false).read({ cookie })).toBe(expected);
  });
});
