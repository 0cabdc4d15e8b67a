import { AppError } from '@halosync/errors';
import { answer, page } from '../../testing/answer';
import { attempt, good, listOf, never, refusals } from '../../testing/attempt';
import { fakeHalo } from '../../testing/fake-halo';
import type { FakeHalo } from '../../testing/fake-halo';
import type { HaloCall } from '../transport/halo-call';
import { refusal } from './refusal';
import { testConnection } from './test-connection';

const onPremise = { ...good, authUrl: 'https://halo.acme.local/auth', resourceUrl: 'https://halo.acme.local/api' };

describe('a connection that works', () => {
  it('gives instance, steps, counts and a token', async () => {
    const halo = fakeHalo({ authinfo: answer(200, { auth_url: 'https://ACME.halopsa.com/auth', tenant_id: 'Acme' }) });
    const result = await testConnection(good, { send: halo.send });
    expect(result).toMatchObject({
      ok: true,
      values: { authUrl: 'https://acme.halopsa.com/auth', resourceUrl: 'https://acme.halopsa.com/api' },
      instance: { key: 'https://acme.halopsa.com|acme', tenantId: 'Acme', origin: 'https://acme.halopsa.com' },
      entities: { ticket: { readable: true, recordCount: 717 }, invoice: { readable: true, recordCount: 717 } },
      warnings: [],
    });
    expect(result.token.accessToken.reveal()).toBe('eyJ');
    expect(result.steps.map(({ name, ok }) => `${name} ${ok}`).slice(0, 3)).toEqual([
      'authinfo true',
      'token true',
      'ticket true',
    ]);
    expect(result.steps).toHaveLength(7);
    expect(halo.calls.map(({ kind, entity }) => entity ?? kind)).toEqual([
      'authinfo',
      'token',
      'ticket',
      'site',
      'user',
      'invoice',
      ...['ticket', 'ticket', 'site', 'user'], // page 2, and three dates
    ]);
    expect(halo.calls[2]?.url).toContain('/Tickets?pageinate=true&page_size=1&page_no=1&');
  });

  it.each([
    [{}, 'https://acme.halopsa.com|acme'],
    [{ authinfo: answer(200, page) }, 'https://acme.halopsa.com|acme'],
    [{ authinfo: answer(200, { tenant_id: 'acme' }) }, 'https://acme.halopsa.com|acme'],
    [{ authinfo: answer(200, { auth_url: 'javascript:alert(1)', tenant_id: null }) }, 'https://acme.halopsa.com|acme'],
    [{ authinfo: new AppError('timeout', 'x', { retryable: true }) }, 'https://acme.halopsa.com|acme'],
    [{ authinfo: refusal('redirect_refused', { host: 'x', location: 'y' }) }, 'https://acme.halopsa.com|acme'],
  ] satisfies [FakeHalo, string][])('needs no authinfo: %#', async (halo, key) => {
    expect((await attempt(halo)).instance.key).toBe(key);
  });

  it('is one instance under its own domain and under Halo’s', async () => {
    const authinfo = answer(200, { auth_url: 'https://acme.halopsa.com/auth', tenant_id: 'acme' });
    expect((await attempt({ authinfo }, { resourceUrl: 'https://portal.acme.tech/api' })).instance.key).toBe(
      'https://acme.halopsa.com|acme',
    );
  });

  it('needs no tenant on premise', async () => {
    const result = await attempt({ authinfo: answer(200, { tenant_id: 'acme' }) }, { ...onPremise, tenant: '' });
    expect(result.instance.key).toBe('https://halo.acme.local|acme');
  });

  it('asks only for the entities named', async () => {
    const halo = fakeHalo();
    const result = await testConnection(good, { send: halo.send, entities: ['invoice'] });
    expect(Object.keys(result.entities)).toEqual(['invoice']);
    expect(halo.calls).toHaveLength(4); // page 2 among them
  });

  it('gets over a fault that passes', async () => {
    const fault = new AppError('halo_unreachable', 'x', { retryable: true });
    const halo = {
      token: [answer(502, page), answer(200, { access_token: 'x' })],
      entities: { ticket: [fault, listOf('tickets')], site: [answer(500), listOf('sites')] },
    };
    expect((await attempt(halo, {}, { withinMs: 5_000 })).warnings).toEqual([]);
  });
});

describe('the table of refused connections', () => {
  /** As the budget does: until the signal, and then with its reason. */
  const waiting = ({ signal }: HaloCall): Promise<never> =>
    new Promise((_, fail) => signal?.addEventListener('abort', () => fail(signal.reason as Error)));
  const unreachable = (code: 'dns_not_found' | 'tls_name' | 'connect_timeout') =>
    refusal(code, { host: 'h', names: 'n', seconds: 3 });

  it.each<[string, FakeHalo, string[]]>([
    [
      'a tenant that authinfo contradicts',
      { authinfo: answer(200, { auth_url: 'https://x/auth', tenant_id: 'other' }) },
      ['tenant: tenant_unknown'],
    ],
    [
      'invalid_client',
      { token: answer(401, { error: 'invalid_client' }) },
      ['clientId: invalid_client', 'clientSecret: invalid_client'],
    ],
    ['invalid_request', { token: answer(400, { error: 'invalid_request' }) }, ['tenant: tenant_unknown']],
    ['404 at the token', { token: answer(404, page) }, ['authUrl: token_not_found']],
    ['a page at the token', { token: answer(200, page) }, ['authUrl: token_html']],
    ['an empty 401 at the token', { token: answer(401) }, ['authUrl: token_malformed']],
    ['429 at the token', { token: answer(429) }, ['connection: token_rate_limited']],
    [
      'a starved budget at the token',
      { token: new AppError('budget_timeout', 'x') },
      ['connection: token_rate_limited'],
    ],
    ['a call that never gets its turn', { token: waiting }, ['connection: token_rate_limited']],
    ['5xx at the token', { token: answer(500) }, ['connection: token_server_error']],
    [
      'a token call that is cut off',
      { token: new AppError('halo_unreachable', 'x', { retryable: true }) },
      ['connection: token_server_error'],
    ],
    ['no token in time', { token: never }, ['connection: token_server_error']],
    ['no such auth host', { token: unreachable('dns_not_found') }, ['authUrl: dns_not_found']],
    ['a certificate for another name', { token: unreachable('tls_name') }, ['authUrl: tls_name']],
    [
      'a redirect at the token',
      { token: refusal('redirect_refused', { host: 'h', location: 'l' }) },
      ['authUrl: redirect_refused'],
    ],
    [
      'no such host at all',
      { token: unreachable('dns_not_found'), authinfo: unreachable('dns_not_found') },
      ['authUrl: dns_not_found', 'resourceUrl: dns_not_found'],
    ],
    [
      'a silent first look',
      { token: unreachable('connect_timeout'), authinfo: unreachable('connect_timeout') },
      ['authUrl: connect_timeout'],
    ],
    [
      'no such resource host',
      { authinfo: unreachable('dns_not_found'), list: unreachable('dns_not_found') },
      ['resourceUrl: dns_not_found'],
    ],
    [
      'a redirect at the API',
      { list: refusal('redirect_refused', { host: 'h', location: 'l' }) },
      ['resourceUrl: redirect_refused'],
    ],
    ['404 at the API', { list: answer(404) }, ['resourceUrl: api_not_found']],
    ['a 404 page at the API', { list: answer(404, page) }, ['resourceUrl: api_not_found']],
    ['a page at the API', { list: answer(200, page) }, ['resourceUrl: api_html']],
    ['JSON that is no list', { list: answer(200, { hello: 'world' }) }, ['resourceUrl: api_not_found']],
    ['400 at the API', { list: answer(400) }, ['resourceUrl: api_not_found']],
    ['401 everywhere', { list: answer(401) }, ['clientId: api_unauthorised']],
    ['403 everywhere', { list: answer(403) }, ['clientId: all_forbidden']],
    ['401 and 403', { list: answer(403), entities: { ticket: answer(401) } }, ['clientId: api_unauthorised']],
    [
      '.NET permission errors everywhere',
      { list: answer(500, { ClassName: 'X', Message: 'You do not have permission' }) },
      ['clientId: all_forbidden'],
    ],
    ['5xx at the API', { list: answer(500) }, ['connection: api_server_error']],
    ['5xx of one entity', { entities: { invoice: answer(503) } }, ['connection: api_server_error']],
    [
      'a cut answer',
      { list: new AppError('halo_answer_invalid', 'x', { retryable: true, details: { reason: 'cut_off' } }) },
      ['connection: api_server_error'],
    ],
    ['no answer of the API', { list: never }, ['connection: api_timeout']],
  ])('%s', async (_, halo, expected) => {
    expect(await refusals(halo)).toEqual(expected);
  });

  it('passes our own faults on', async () => {
    const fault = new TypeError('undefined is not a function');
    await expect(attempt({ token: fault })).rejects.toBe(fault);
    await expect(attempt({ list: fault })).rejects.toBe(fault);
    const lost = new AppError('lease_lost', 'x');
    await expect(attempt({ token: lost })).rejects.toBe(lost);
    await expect(attempt({ list: lost })).rejects.toBe(lost);
  });

  it.each<[string, FakeHalo]>([
    ['authinfo', { authinfo: never, token: never }],
    ['token', { token: never }],
    ['reads', { list: never }],
    ['one read', { entities: { user: never } }],
  ])('gives its verdict in time though %s hangs', async (_, halo) => {
    const start = performance.now();
    await refusals(halo, {}, { withinMs: 1_000 });
    expect(performance.now() - start).toBeLessThan(1_400);
  });
});
