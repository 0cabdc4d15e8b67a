import type { Log } from '@halosync/observability';
import { silentLog } from '@halosync/observability';
import type { Answer } from '../../testing/api-client';
import { ApiClient } from '../../testing/api-client';
import { ADMIN, TestGateway } from '../../testing/test-gateway';
import { Accounts } from './accounts';
import { FirstAdministrator } from './first-administrator';
import { Passwords } from './passwords';

jest.setTimeout(60_000);

const cookieOf = (answer: Answer): string =>
  answer.headers
    .getSetCookie()
    .map((header) => header.split(';')[0])
    .join('; ');

describe('accounts', () => {
  let gateway: TestGateway;
  let nobody: ApiClient;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    nobody = ApiClient.nobody(gateway);
  });
  afterAll(() => gateway.stop());
  beforeEach(() => gateway.query('DELETE FROM gateway.sign_in_attempt'));

  describe('a session', () => {
    it('is opened by the right password, and says who one is', async () => {
      const answer = await nobody.call('POST', '/api/v1/session', { ...ADMIN, email: ADMIN.email.toUpperCase() });
      expect(answer).toMatchObject({ status: 200, body: { email: ADMIN.email, role: 'admin', via: 'session' } });
      expect(answer.headers.getSetCookie()[0]).toMatch(
        /^halosync=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
      );
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const me = await nobody.with({ cookie: cookieOf(answer) }).call('GET', '/api/v1/session');
      expect(me).toMatchObject({ status: 200, body: { name: ADMIN.email } });
    });

    it('a wrong password and an unknown account are answered alike', async () => {
      const wrong = await nobody.call('POST', '/api/v1/session', { ...ADMIN, password: 'wrong' });
      const unknown = await nobody.call('POST', '/api/v1/session', { email: 'bob@example.com', password: 'wrong' });
      expect(wrong.status).toBe(401);
      expect({ ...unknown.body, traceId: '' }).toEqual({ ...wrong.body, traceId: '' });
    });

    it('has a new id at each sign-in, and the old one ends', async () => {
      const first = cookieOf(await nobody.call('POST', '/api/v1/session', ADMIN));
      const second = cookieOf(
        await nobody.with({ cookie: first, origin: gateway.url }).call('POST', '/api/v1/session', ADMIN),
      );
      expect(second).not.toBe(first);
      expect((await nobody.with({ cookie: first }).call('GET', '/api/v1/session')).status).toBe(401);
    });

    it('ends on the server at sign-out', async () => {
      const admin = await ApiClient.signedIn(gateway);
      expect((await admin.call('DELETE', '/api/v1/session')).status).toBe(204);
      expect((await admin.call('GET', '/api/v1/session')).status).toBe(401);
    });

    it.each([
      ['after 30 idle minutes', `seen_at = clock_timestamp() - interval '30 minutes 1 second'`],
      ['after 12 hours, however busy', `created_at = clock_timestamp() - interval '12 hours 1 second'`],
    ])('ends %s', async (_when, change) => {
      const admin = await ApiClient.signedIn(gateway);
      await gateway.query(`UPDATE gateway.session SET ${change}`);
      expect((await admin.call('GET', '/api/v1/session')).status).toBe(401);
    });

    it('writes are taken from our own pages only; reads are not asked', async () => {
      const admin = await ApiClient.signedIn(gateway);
      const make = (headers: Record<string, string>): Promise<Answer> =>
        admin.with(headers).call('POST', '/api/v1/api-keys', { name: 'x', role: 'viewer' });
      expect((await make({})).status).toBe(201);
      expect((await make({ origin: 'https://evil.example' })).status).toBe(403);
      expect((await admin.with({ origin: 'https://evil.example' }).call('GET', '/api/v1/session')).status).toBe(200);
      expect(
        (await nobody.with({ origin: 'https://evil.example' }).call('POST', '/api/v1/session', ADMIN)).status,
      ).toBe(403);
    });

    it('guessing is slowed down, for accounts that exist and for others alike, also all at once', async () => {
      for (const email of [ADMIN.email, 'nobody@example.com']) {
        await gateway.query('DELETE FROM gateway.sign_in_attempt');
        const answers = await Promise.all(
          Array.from({ length: 25 }, () => nobody.call('POST', '/api/v1/session', { email, password: 'guess' })),
        );
        const tried = answers.filter(({ status }) => status === 401).length;
        const delayed = answers.filter(({ status }) => status === 429).length;
        // Ten are free, the eleventh is followed by a second; a slow machine may let a few of those seconds pass meanwhile.
        expect(tried).toBeGreaterThanOrEqual(11);
        expect(tried).toBeLessThanOrEqual(14);
        expect(tried + delayed).toBe(25);
        expect(Number(answers.find(({ status }) => status === 429)?.headers.get('retry-after'))).toBeGreaterThan(0);
      }
    });

    it('the right password makes the failures before it forgotten', async () => {
      for (let attempt = 0; attempt < 9; attempt++)
        await nobody.call('POST', '/api/v1/session', { ...ADMIN, password: 'guess' });
      expect((await nobody.call('POST', '/api/v1/session', ADMIN)).status).toBe(200);
      const [row] = await gateway.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM gateway.sign_in_attempt',
      );
      expect(row?.count).toBe(1);
    });
  });

  describe('an API key', () => {
    it('is shown once, signs in until it is revoked, and is listed without itself', async () => {
      const admin = await ApiClient.withKey(gateway, 'admin');
      const made = await admin.call('POST', '/api/v1/api-keys', { name: 'BI', role: 'viewer' });
      expect(made).toMatchObject({
        status: 201,
        body: { name: 'BI', role: 'viewer', key: expect.stringMatching(/^hsk_[\w-]{43}$/) as string },
      });
      const key = String(made.body['key']);
      const script = nobody.with({ authorization: `Bearer ${key}` });
      expect(await script.call('GET', '/api/v1/session')).toMatchObject({
        status: 200,
        body: { name: 'BI', role: 'viewer', via: 'api-key' },
      });
      expect(JSON.stringify((await admin.call('GET', '/api/v1/api-keys')).body)).not.toContain(key);
      expect((await admin.call('DELETE', `/api/v1/api-keys/${String(made.body['id'])}`)).status).toBe(204);
      expect((await script.call('GET', '/api/v1/session')).status).toBe(401);
      expect((await admin.call('DELETE', '/api/v1/api-keys/00000000-0000-0000-0000-000000000000')).status).toBe(404);
    });

    it('ends when it said', async () => {
      const admin = await ApiClient.withKey(gateway, 'admin');
      const { body } = await admin.call('POST', '/api/v1/api-keys', {
        name: 'old',
        role: 'viewer',
        expiresAt: '2020-01-01T00:00:00Z',
      });
      expect(
        (await nobody.with({ authorization: `Bearer ${String(body['key'])}` }).call('GET', '/api/v1/session')).status,
      ).toBe(401);
    });

    it('a wrong one is not made good by a cookie beside it', async () => {
      const admin = await ApiClient.signedIn(gateway);
      expect((await admin.with({ authorization: 'Bearer hsk_wrong' }).call('GET', '/api/v1/session')).status).toBe(401);
    });
  });

  it('a changed ADMIN_PASSWORD is taken over, and ends every session', async () => {
    const admin = await ApiClient.signedIn(gateway);
    const first = new FirstAdministrator(
      gateway.dataSource,
      gateway.app.get(Accounts),
      gateway.app.get(Passwords),
      silentLog,
    );
    await first.prepare(ADMIN, '');
    expect((await admin.call('GET', '/api/v1/session')).status).toBe(200);
    await first.prepare({ ...ADMIN, password: 'another one' }, '');
    expect((await admin.call('GET', '/api/v1/session')).status).toBe(401);
    expect((await nobody.call('POST', '/api/v1/session', { ...ADMIN, password: 'another one' })).status).toBe(200);
    await first.prepare(ADMIN, '');
  });

  it('the first administrator is made once, by one of a hundred, with the token that the log printed', async () => {
    await gateway.query('DELETE FROM gateway.account');
    const printed: string[] = [];
    const log: Log = { ...silentLog, warn: (_message, fields) => printed.push(String(fields?.['setupToken'])) };
    await new FirstAdministrator(
      gateway.dataSource,
      gateway.app.get(Accounts),
      gateway.app.get(Passwords),
      log,
    ).prepare(null, '/setup');
    const [token] = printed;
    const setUp = (given: object): Promise<Answer> =>
      nobody.call('POST', '/api/v1/setup', {
        token,
        email: 'first@example.com',
        password: 'a long password',
        ...given,
      });
    expect((await setUp({ token: 'wrong' })).status).toBe(401);
    expect((await setUp({ password: 'short' })).status).toBe(422);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => setUp({ email: `p${String(index)}@example.com` })),
    );
    const winners = answers.filter(({ status }) => status === 201);
    expect(winners).toHaveLength(1);
    expect(answers.every(({ status }) => [201, 401, 404, 429].includes(status))).toBe(true);
    expect(await nobody.with({ cookie: cookieOf(winners[0] as Answer) }).call('GET', '/api/v1/session')).toMatchObject({
      status: 200,
      body: { role: 'admin' },
    });
    expect((await setUp({})).status).toBe(404);
    const [row] = await gateway.query<{ accounts: number; tokens: number }>(
      'SELECT (SELECT count(*)::int FROM gateway.account) AS accounts, (SELECT count(*)::int FROM gateway.setup_token) AS tokens',
    );
    expect(row).toEqual({ accounts: 1, tokens: 0 });
  });
});
