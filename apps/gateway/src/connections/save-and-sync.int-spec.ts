import { problemSchema } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { ApiClient } from '../../testing/api-client';
import { TestGateway } from '../../testing/test-gateway';

jest.setTimeout(60_000);

const values = {
  integration: 'halo-psa',
  name: 'Northwind',
  authUrl: 'https://n.halopsa.com/auth',
  resourceUrl: 'https://n.halopsa.com/api',
  clientId: 'the-id',
  clientSecret: 'the-canary-secret',
};

let gateway: TestGateway;
let admin: ApiClient;
beforeAll(async () => {
  gateway = await TestGateway.start({ environment: { PUBLIC_URL: 'https://sync.example.com/' } });
  admin = await ApiClient.withKey(gateway, 'admin');
});
afterAll(() => gateway.stop());
afterEach(() => {
  for (const name of Object.keys(gateway.connector.answers)) Reflect.deleteProperty(gateway.connector.answers, name);
});

describe('save and sync', () => {
  it('201 with the connection and its run; again 200 with the same', async () => {
    const made = await admin.with({ 'idempotency-key': 'press-1' }).call('POST', '/api/v1/connections', {
      ...values,
      tenant: 'one',
      settings: { limit: 300, webhookAuth: { type: 'basic', username: 'halo', secret: 'hook-canary' } },
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.body).toMatchObject({
      name: 'Northwind',
      status: 'active',
      callbackUrl: expect.stringMatching(/^https:\/\/sync\.example\.com\/webhooks\/halo\/[\w-]{43}$/) as string,
      callbackReachable: 'public',
      entities: {
        ticket: {
          state: 'running',
          inHalo: 10,
          inPostgres: 4,
          lastWebhookAt: null,
          lastCompleteAt: null,
          lagSeconds: 0,
        },
      },
      budget: {
        ...{ limit: 450, windowSeconds: 300, used: 12, waiting: 0, blockedUntil: null },
        ...{ configuredLimit: 450, sharePercent: 100, learnedLimit: null, learnedHow: null, nextTrial: null },
        lanes: [{ lane: 'backfill', used: 12, waiting: 0 }],
      },
      settings: { limit: 300, webhookAuth: { type: 'basic', username: 'halo' } },
      runId: expect.any(String) as string,
      warnings: [],
    });
    expect(JSON.stringify(made.body)).not.toMatch(/canary/);
    expect(gateway.connector.requests['saveConnection']?.at(-1)).toMatchObject({
      idempotencyKey: 'press-1',
      values: { clientSecret: 'the-canary-secret' },
      settings: { limit: 300 },
      askedBy: 'test admin',
    });
    const again = await admin.call('POST', '/api/v1/connections', { ...values, tenant: 'one' });
    expect(again).toMatchObject({ status: 200, body: { id: made.body['id'], callbackUrl: made.body['callbackUrl'] } });
  });

  it('a refused connection carries what the connector saw, field by field', async () => {
    const errors = [
      { field: 'clientId', code: 'invalid_client', message: 'Halo does not know it.', hint: 'Copy both again.' },
      { field: 'clientSecret', code: 'invalid_client', message: 'Halo does not know it.', hint: 'Copy both again.' },
    ] as const;
    for (const [method, path] of [
      ['saveConnection', '/api/v1/connections'],
      ['testConnection', '/api/v1/connections/test'],
    ] as const) {
      gateway.connector.answers[method] = () => {
        throw new AppError('invalid_client', 'Halo refused the credentials.', { errors });
      };
      const answer = await admin.call('POST', path, { ...values, tenant: 'refused' });
      expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_client', errors } });
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(() => problemSchema.parse(answer.body)).not.toThrow();
    }
  });

  it('what is missing or malformed is said of every field at once', async () => {
    const { status, body } = await admin.call('POST', '/api/v1/connections', {
      integration: 'other',
      authUrl: '',
      resourceUrl: 5,
      settings: { limit: 0, webhookAuth: { type: 'header' } },
    });
    expect(status).toBe(422);
    expect(
      (body['errors'] as { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`).sort(),
    ).toEqual([
      'authUrl required',
      'clientId required',
      'clientSecret required',
      'integration invalid_request',
      'resourceUrl invalid_request',
      'settings.limit invalid_request',
      'settings.webhookAuth.header required',
    ]);
  });

  it('a webhook secret is needed where one is asked for, before anything is saved', async () => {
    const before = gateway.connector.requests['saveConnection']?.length;
    const answer = await admin.call('POST', '/api/v1/connections', {
      ...values,
      tenant: 'x',
      settings: { webhookAuth: { type: 'basic', username: 'a' } },
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'settings.webhookAuth.secret', code: 'required' }] },
    });
    expect(gateway.connector.requests['saveConnection']?.length).toBe(before);
  });

  it('the test alone tells its steps', async () => {
    expect(await admin.call('POST', '/api/v1/connections/test', values)).toMatchObject({
      status: 200,
      body: {
        ok: true,
        steps: [{ name: 'signed_in', ok: true, ms: 12 }],
        entities: { ticket: { readable: true, recordCount: 8 } },
        warnings: [],
      },
    });
  });

  it.each([
    ['{', 400],
    ['', 422],
    ['[]', 422],
    ['"x"', 422],
    ['null', 422],
    [`${'['.repeat(50)}${']'.repeat(50)}`, 400],
    ['{"__proto__":{"integration":"halo-psa"}}', 422],
    [`{"name":"${'x'.repeat(300_000)}"}`, 413],
  ])('a body of %# is %d', async (body, status) => {
    const answer = await admin.with({ 'content-type': 'application/json' }).call('POST', '/api/v1/connections', body);
    expect(answer.status).toBe(status);
    expect(() => problemSchema.parse(answer.body)).not.toThrow();
  });

  it('only JSON is taken', async () => {
    const answer = await admin.with({ 'content-type': 'text/xml' }).call('POST', '/api/v1/connections', '<a/>');
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
  });
});
