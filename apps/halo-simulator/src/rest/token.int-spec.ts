import { CLIENT_ID, CLIENT_SECRET, GOOD_FORM, RunningHalo } from '../testing/running-halo';

jest.setTimeout(60_000); // a busy machine is no failure

describe('the token endpoint', () => {
  let halo: RunningHalo;
  beforeAll(async () => {
    halo = await RunningHalo.start();
  });
  afterAll(() => halo.stop());
  beforeEach(() => halo.control('DELETE', '/profile'));

  it('gives a token in the shape that every client reads', async () => {
    const { status, json } = await halo.askToken();
    expect(status).toBe(200);
    expect(json).toEqual({
      scope: 'all',
      token_type: 'Bearer',
      access_token: expect.stringMatching(/^eyJ/),
      expires_in: 3600,
      refresh_token: null,
      id_token: null,
    });
  });

  it('takes the tenant from the query or the form, in any case, on both paths', async () => {
    const answers = [
      await halo.askToken(GOOD_FORM, '/auth/token?tenant=DEMO'),
      await halo.askToken({ ...GOOD_FORM, tenant: 'demo' }, '/auth/token'),
      await halo.askToken(GOOD_FORM, '/Token?tenant=demo'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('takes the credentials by Basic', async () => {
    const basic = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64');
    const { status } = await halo.askToken({ grant_type: 'client_credentials', scope: 'all' }, undefined, {
      authorization: `Basic ${basic}`,
    });
    expect(status).toBe(200);
  });

  it.each([
    ['a wrong secret', { ...GOOD_FORM, client_secret: 'x' }, 401, 'invalid_client'],
    ['a wrong id', { ...GOOD_FORM, client_id: 'x' }, 401, 'invalid_client'],
    ['an unknown grant', { ...GOOD_FORM, grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no grant', { client_id: CLIENT_ID }, 400, 'invalid_request'],
    ['an unknown scope', { ...GOOD_FORM, scope: 'all everything!' }, 400, 'invalid_scope'],
  ])('refuses %s', async (_, form, status, error) => {
    const answer = await halo.askToken(form);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ error, error_description: expect.any(String), error_uri: expect.any(String) });
  });

  it('answers invalid_client with 400 by switch', async () => {
    await halo.profile({ invalidClientStatus: 400 });
    expect((await halo.askToken({ ...GOOD_FORM, client_secret: 'x' })).status).toBe(400);
  });

  it.each([
    ['invalid_request', 400, 'invalid_request'],
    ['404', 404, ''],
    ['500-html', 500, '<html>'],
  ])('answers an unknown tenant as %s', async (unknownTenant, status, text) => {
    await halo.profile({ unknownTenant });
    const answer = await halo.askToken(GOOD_FORM, '/auth/token?tenant=other');
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
  });

  it('refuses a call without the tenant', async () => {
    expect((await halo.askToken(GOOD_FORM, '/auth/token')).status).toBe(400);
  });

  it('issues a token without scope, with which every call is 401', async () => {
    const { scope: _, ...form } = GOOD_FORM;
    const answer = await halo.askToken(form);
    expect(answer.status).toBe(200);
    const read = await halo.as(
      String(answer.json['access_token']),
      'GET',
      '/Tickets?pageinate=true&page_size=1&page_no=1',
    );
    expect(read).toMatchObject({ status: 401, text: '' });
  });

  it('lets a narrow scope read what it names, and nothing else', async () => {
    const { json } = await halo.askToken({ ...GOOD_FORM, scope: 'read:tickets' });
    const token = String(json['access_token']);
    const statuses = [
      (await halo.as(token, 'GET', '/Tickets')).status,
      (await halo.as(token, 'GET', '/Site')).status,
      (await halo.as(token, 'POST', '/Tickets', [{ summary: 'x' }])).status,
    ];
    expect(statuses).toEqual([200, 403, 403]);
  });

  it('answers 401 without a body to a missing, false, expired or revoked token', async () => {
    await halo.profile({ tokenLifetimeSeconds: 1 });
    const short = String((await halo.askToken()).json['access_token']);
    await halo.profile({ tokenLifetimeSeconds: 3600 });
    const revoked = String((await halo.askToken()).json['access_token']);
    await halo.control('POST', '/tokens/revoke');
    await new Promise((resolve) => setTimeout(resolve, 1010));
    for (const token of ['', 'abc', `${short.slice(0, -3)}xyz`, short, revoked]) {
      expect(await halo.as(token, 'GET', '/Tickets')).toMatchObject({ status: 401, text: '' });
    }
  });

  it('ends the old token when a new one is issued, by switch', async () => {
    await halo.profile({ newTokenRevokesOld: true });
    const old = String((await halo.askToken()).json['access_token']);
    const fresh = String((await halo.askToken()).json['access_token']);
    expect((await halo.as(old, 'GET', '/Tickets')).status).toBe(401);
    expect((await halo.as(fresh, 'GET', '/Tickets')).status).toBe(200);
  });

  it('takes new credentials and forgets the old ones', async () => {
    await halo.control('PUT', '/credentials', { clientSecret: 'new-secret' });
    expect((await halo.askToken()).status).toBe(401);
    expect((await halo.askToken({ ...GOOD_FORM, client_secret: 'new-secret' })).status).toBe(200);
    await halo.control('PUT', '/credentials', { clientSecret: CLIENT_SECRET });
  });

  it('tells both URLs and the tenant without a token', async () => {
    const { json } = await halo.call('GET', '/API/AuthInfo');
    expect(json).toMatchObject({ auth_url: `${halo.url}/auth`, tenant_id: 'demo' });
  });

  it.each([
    ['/Tickets', 'GET', 200],
    ['/auth', 'GET', 200],
    ['/auth/token/token', 'POST', 404],
    ['/api//Tickets', 'GET', 404],
    ['/token/token', 'POST', 404],
  ])('answers a wrongly joined URL (%s) with a page', async (path, method, status) => {
    const answer = await halo.call(method, path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });
});

describe('a Halo on premise', () => {
  afterAll(() => RunningHalo.stopAll());

  it('needs no tenant', async () => {
    const halo = await RunningHalo.start({ tenant: '' });
    expect((await halo.askToken(GOOD_FORM, '/auth/token')).status).toBe(200);
    await halo.stop();
  });
});
