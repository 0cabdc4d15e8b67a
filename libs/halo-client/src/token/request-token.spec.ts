import { inspect } from 'node:util';
import { Secret } from '@halosync/config';
import { AppError } from '@halosync/errors';
import { answer, page } from '../../testing/answer';
import type { Exchange, HaloCall } from '../transport/halo-call';
import { requestToken } from './request-token';

const secret = 'c9534241-dde9-4d04-9d45-32b1fbff22ed-s3cret';
const values = {
  authUrl: 'https://acme.halopsa.com/auth',
  tenant: 'acme',
  clientId: 'id & co',
  clientSecret: new Secret(secret),
};

async function request(exchange: Exchange, tenant = 'acme'): Promise<AppError> {
  try {
    await requestToken({ ...values, tenant }, async () => exchange);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('a token was given');
}

describe('requestToken', () => {
  it('posts the form, the tenant in query and form, and shows no secret', async () => {
    const calls: HaloCall[] = [];
    const token = await requestToken(values, async (call) => {
      calls.push(call);
      return answer(200, {
        scope: 'all',
        token_type: 'Bearer',
        access_token: 'eyJ',
        expires_in: 1800,
        refresh_token: null,
      });
    });
    expect(token.accessToken.reveal()).toBe('eyJ');
    expect(token).toMatchObject({ expiresInSeconds: 1800, scope: 'all' });
    expect(calls[0]).toMatchObject({
      kind: 'token',
      method: 'POST',
      url: 'https://acme.halopsa.com/auth/token?tenant=acme',
    });
    expect((calls[0]?.body as Secret).reveal()).toBe(
      `grant_type=client_credentials&client_id=id+%26+co&client_secret=${secret}&scope=all&tenant=acme`,
    );
    expect(inspect([calls, token], { depth: 9 }) + JSON.stringify([calls, token])).not.toMatch(/s3cret|eyJ/);
  });

  it('leaves the tenant out on premise', async () => {
    const calls: HaloCall[] = [];
    await requestToken({ ...values, tenant: '' }, async (call) => {
      calls.push(call);
      return answer(200, { access_token: 'x' });
    });
    expect(calls[0]?.url).toBe('https://acme.halopsa.com/auth/token');
    expect((calls[0]?.body as Secret).reveal()).not.toContain('tenant');
  });

  it.each([
    [undefined, 3600],
    [null, 3600],
    ['1200', 1200],
    [59.0, 59],
    [0, 3600],
    [-5, 3600],
    ['soon', 3600],
  ])('expires_in %j lasts %d s', async (given, seconds) => {
    const token = await requestToken(values, async () => answer(200, { access_token: 'x', expires_in: given }));
    expect(token).toMatchObject({ expiresInSeconds: seconds, scope: null });
  });

  it.each<[string, Exchange, string, readonly string[]]>([
    [
      '401 invalid_client',
      answer(401, { error: 'invalid_client', error_description: 'The client is unknown.' }),
      'invalid_client',
      ['clientId', 'clientSecret'],
    ],
    ['400 invalid_client', answer(400, { error: 'invalid_client' }), 'invalid_client', ['clientId', 'clientSecret']],
    ['200 invalid_client', answer(200, { error: 'invalid_client' }), 'invalid_client', ['clientId', 'clientSecret']],
    ['unsupported_grant_type', answer(400, { error: 'unsupported_grant_type' }), 'auth_method', ['clientId']],
    ['unauthorized_client', answer(400, { error: 'unauthorized_client' }), 'auth_method', ['clientId']],
    ['invalid_scope', answer(400, { error: 'invalid_scope' }), 'invalid_scope', ['clientId']],
    ['invalid_request', answer(400, { error: 'invalid_request' }), 'tenant_unknown', ['tenant']],
    [
      'a message about the tenant',
      answer(400, { message: 'Tenant "acme" does not exist' }),
      'tenant_unknown',
      ['tenant'],
    ],
    ['a text about the tenant', answer(404, 'Unknown tenant.'), 'tenant_unknown', ['tenant']],
    [
      'a fault page about the tenant',
      answer(500, '<html><body>No such <b>tenant</b></body></html>'),
      'tenant_unknown',
      ['tenant'],
    ],
    ['404', answer(404), 'token_not_found', ['authUrl']],
    ['404 page', answer(404, page), 'token_not_found', ['authUrl']],
    ['a page', answer(200, page), 'token_html', ['authUrl']],
    ['a page with 401', answer(401, page), 'token_html', ['authUrl']],
    ['a page with 405', answer(405, page), 'token_html', ['authUrl']],
    ['an empty 401', answer(401), 'token_malformed', ['authUrl']],
    ['an empty 200', answer(200), 'token_malformed', ['authUrl']],
    ['JSON without a token', answer(200, { ok: true }), 'token_malformed', ['authUrl']],
    ['an empty token', answer(200, { access_token: '' }), 'token_malformed', ['authUrl']],
    ['a token that is no text', answer(200, { access_token: { a: 1 } }), 'token_malformed', ['authUrl']],
    ['an array', answer(200, []), 'token_malformed', ['authUrl']],
    ['an unknown error', answer(400, { error: 'strange' }), 'token_malformed', ['authUrl']],
    ['429', answer(429, page), 'token_rate_limited', ['connection']],
    ['429 about the tenant', answer(429, 'Tenant limit reached'), 'token_rate_limited', ['connection']],
    ['500', answer(500), 'token_server_error', ['connection']],
    ['502 page', answer(502, page), 'token_server_error', ['connection']],
    ['408', answer(408), 'token_server_error', ['connection']],
    ['server_error', answer(400, { error: 'server_error' }), 'token_server_error', ['connection']],
  ])('%s', async (_, exchange, code, fields) => {
    const error = await request(exchange);
    expect(error.code).toBe(code);
    expect(error.errors.map(({ field }) => field)).toEqual(fields);
    expect(error.errors.every((one) => one.code === code && one.message !== '' && one.hint !== '')).toBe(true);
    expect(error.retryable).toBe(code === 'token_rate_limited' || code === 'token_server_error');
    expect(error.message + JSON.stringify(error.errors)).not.toContain('undefined');
  });

  it('calls the tenant missing where none was given', async () => {
    expect((await request(answer(400, { error: 'invalid_request' }), '')).code).toBe('tenant_required');
    expect((await request(answer(400, 'tenant is required'), '')).code).toBe('tenant_required');
  });

  it('blots out a secret that the answer echoes', async () => {
    const error = await request(answer(400, `bad form: client_secret=${secret}`));
    expect(error.details['answer']).toBe('bad form: client_secret=[redacted]');
  });

  it('tells how long to wait', async () => {
    const error = await request(answer(429, '300 Requests per rolling 5 minute window', { 'retry-after': '7' }));
    expect(error.details).toMatchObject({ retryAfterSeconds: 7, learnedLimit: 300 });
    expect(error.errors[0]?.hint).toContain('7 s');
  });
});
