import { areSwapped, checkValues } from './check-values';
import { readPaste } from './read-paste';
import type { Values } from './values';
import { isHosted, putRight } from './values';

const good: Values = {
  authUrl: 'https://northwind.halopsa.com/auth',
  resourceUrl: 'https://northwind.halopsa.com/api',
  tenant: 'northwind',
  clientId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  clientSecret: 'a-secret',
};

describe('the five values, before anybody is asked', () => {
  it.each([
    ['authUrl', 'https://n.halopsa.com/auth/', 'https://n.halopsa.com/auth'],
    ['authUrl', ' https://n.halopsa.com/auth/token ', 'https://n.halopsa.com/auth'],
    ['authUrl', 'https://n.halopsa.com', 'https://n.halopsa.com/auth'],
    ['authUrl', 'https://n.halopsa.com/auth?x=1#y', 'https://n.halopsa.com/auth'],
    ['authUrl', 'https://portal.example.com/halo/auth', 'https://portal.example.com/halo/auth'],
    ['resourceUrl', 'https://n.halopsa.com/', 'https://n.halopsa.com/api'],
    ['resourceUrl', 'https://n.halopsa.com/api', 'https://n.halopsa.com/api'],
    ['authUrl', 'https://n.halopsa.com/api', 'https://n.halopsa.com/api'],
    ['authUrl', 'not a url', 'not a url'],
    ['authUrl', 'https://u:p@n.halopsa.com/auth/', 'https://u:p@n.halopsa.com/auth/'],
    ['clientId', ' "abc" ', 'abc'],
  ] as const)('%s %p is put right to %p', (field, typed, value) => {
    expect(putRight(field, typed)).toBe(value);
  });

  it('nothing is wrong with good values', () => {
    expect(checkValues(good, false)).toEqual({});
  });

  it('an empty field says where its value is; an empty tenant may be meant', () => {
    const problems = checkValues({ ...good, clientId: ' ', tenant: '' }, false);
    expect(Object.keys(problems)).toEqual(['tenant', 'clientId']);
    expect(problems.clientId).toContain('after it was saved');
    expect(checkValues({ ...good, tenant: '' }, true)).toEqual({});
  });

  it.each(['my halo', 'ftp://n.halopsa.com/auth', 'https://', 'https://u:p@n.halopsa.com/auth'])(
    'the address %p is told at once',
    (authUrl) => {
      expect(checkValues({ ...good, authUrl }, false).authUrl).toBeDefined();
    },
  );

  it('swapped addresses are seen, on both', () => {
    const swapped = { ...good, authUrl: good.resourceUrl, resourceUrl: good.authUrl };
    expect(areSwapped(swapped)).toBe(true);
    expect(Object.keys(checkValues(swapped, false))).toEqual(['authUrl', 'resourceUrl']);
  });

  it('the Client ID is no secret', () => {
    expect(checkValues({ ...good, clientSecret: good.clientId }, false)).toHaveProperty('clientSecret');
  });

  it('hosted Halo has a tenant', () => {
    expect([isHosted(good.authUrl), isHosted('https://halo.example.com/auth'), isHosted('')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a pasted text', () => {
  it('that names all five fills them, put right', () => {
    const text = `Authorisation Server: https://northwind.halopsa.com/auth/
Resource Server: https://northwind.halopsa.com/api
Tenant: northwind
Client ID: 0f8fad5b-d9cb-469f-a165-70867728950e
Client Secret: a-secret`;
    expect(readPaste(text)).toEqual(good);
  });

  it('in one line too', () => {
    expect(readPaste('Auth URL: https://n.halopsa.com/auth Client ID: abc Secret: s3')).toEqual({
      authUrl: 'https://n.halopsa.com/auth',
      clientId: 'abc',
      clientSecret: 's3',
    });
  });

  it.each(['https://n.halopsa.com/auth', 'Client ID: abc', 'a: b', ''])('%p is just pasted', (text) => {
    expect(readPaste(text)).toEqual({});
  });
});
