import { Secret } from '@halosync/config';
import { good, refusals } from '../../testing/attempt';
import { fakeHalo } from '../../testing/fake-halo';
import type { ConnectionValues } from '../token/connection-values';
import { refusal } from './refusal';
import { testConnection } from './test-connection';

describe('values that cannot be right', () => {
  it('are told all at once, without a call', async () => {
    const halo = fakeHalo();
    const values = { authUrl: ' ', resourceUrl: 'acme', tenant: '', clientId: '', clientSecret: new Secret('') };
    await expect(testConnection(values, { send: halo.send })).rejects.toMatchObject({
      code: 'required',
      errors: [
        { field: 'authUrl', code: 'required', message: 'Auth URL is missing.' },
        { field: 'clientId', code: 'required' },
        { field: 'clientSecret', code: 'required' },
        { field: 'resourceUrl', code: 'url_invalid' },
      ],
    });
    expect(halo.calls).toEqual([]);
  });

  it.each<[string, Partial<ConnectionValues>, string[]]>([
    ['a web page’s address', { authUrl: 'https://acme.halopsa.com/tickets?area=1' }, ['authUrl: url_invalid']],
    ['a user name in the URL', { resourceUrl: 'https://u:p@acme.halopsa.com/api' }, ['resourceUrl: url_invalid']],
    [
      'swapped URLs',
      { authUrl: good.resourceUrl, resourceUrl: good.authUrl },
      ['authUrl: urls_swapped', 'resourceUrl: urls_swapped'],
    ],
    ['a hosted Halo without a tenant', { tenant: '' }, ['tenant: tenant_required']],
    [
      'a hosted ITSM without a tenant',
      { authUrl: 'https://a.haloitsm.com./auth', tenant: ' ' },
      ['tenant: tenant_required'],
    ],
  ])('%s', async (_, values, expected) => {
    expect(await refusals({}, values)).toEqual(expected);
  });

  it('asks the transport about both URLs', async () => {
    const checkUrl = (url: string): void => {
      if (url.startsWith('http:')) throw refusal('http_refused', { host: 'h' });
      throw refusal('private_address_refused', { host: '10.0.0.7', address: '10.0.0.7' });
    };
    const values = { authUrl: 'http://halo/auth', resourceUrl: 'https://10.0.0.7/api' };
    expect(await refusals({}, values, { checkUrl })).toEqual([
      'authUrl: http_refused',
      'resourceUrl: private_address_refused',
    ]);
  });
});
