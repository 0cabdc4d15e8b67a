import { CLIENT_ID, CLIENT_SECRET, GOOD_FORM, rows, RunningHalo } from '../testing/running-halo';
import type { Json } from '../testing/running-halo';

/** The calls that clients in the field make, in their order and their spelling. */
jest.setTimeout(60_000); // a busy machine is no failure

describe('clients made for Halo work unchanged:', () => {
  let halo: RunningHalo;
  beforeAll(async () => {
    halo = await RunningHalo.start({ counts: { ticket: 260, site: 70, user: 150, invoice: 30, client: 10 } });
  });
  afterAll(() => halo.stop());

  it('the PowerShell module finds the token endpoint by authinfo, asks lookup 11, and pages by record_count', async () => {
    const info = (await halo.call('GET', '/api/authinfo')).json;
    const path = `${new URL(String(info['auth_url'])).pathname}/token?tenant=${String(info['tenant_id'])}`;
    const token = String((await halo.askToken(GOOD_FORM, path)).json['access_token']);
    expect(JSON.parse((await halo.as(token, 'GET', '/lookup?lookupid=11')).text)).toHaveLength(3);
    const seen: Json[] = [];
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const query = `pageinate=true&page_size=50&page_no=${String(page)}&includeclosed=True`;
      const answer = await halo.as(token, 'GET', `/tickets?${query}`);
      pages = Math.ceil(Number(answer.json['record_count']) / 50);
      seen.push(...rows(answer, 'tickets'));
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(260);
  });

  it('the n8n node reads until it has record_count rows, filters by both flags, and deletes by the id in the answer', async () => {
    const scope = 'admin edit:tickets edit:customers';
    const token = String((await halo.askToken({ ...GOOD_FORM, scope })).json['access_token']);
    const seen: Json[] = [];
    let total = 1;
    for (let page = 1; seen.length < total; page += 1) {
      const query = `includeinactive=true&includeactive=true&page_size=100&page_no=${String(page)}&pageinate=true`;
      const answer = await halo.as(token, 'GET', `/users?${query}`);
      total = Number(answer.json['record_count']);
      seen.push(...rows(answer, 'users'));
    }
    expect(seen).toHaveLength(150);
    expect(rows(await halo.as(token, 'GET', '/site?count=5'), 'sites')).toHaveLength(5);
    const made = await halo.as(token, 'POST', '/tickets', [{ tickettype_id: 1, summary: 'n8n', details: 'x' }]);
    const id = Number(made.json['id']);
    expect((await halo.as(token, 'DELETE', `/tickets/${String(id)}?reason=test`)).json['id']).toBe(id);
    expect((await halo.as(token, 'POST', '/tickets', [{ id: 'abc' }])).json).toHaveProperty(['[0].id']);
  });

  it('pyhalopsa sends the tenant in the form, and several records in one POST', async () => {
    const token = String((await halo.askToken({ ...GOOD_FORM, tenant: 'demo' }, '/auth/token')).json['access_token']);
    const made = JSON.parse((await halo.as(token, 'POST', '/Site', [{ name: 'a' }, { name: 'b' }])).text) as Json[];
    expect(made.map(({ name }) => name)).toEqual(['a', 'b']);
    expect((await halo.as(token, 'POST', '/Site', [{ id: made[0]?.['id'], name: 'c' }])).json).toMatchObject({
      name: 'c',
    });
  });

  it('a provider catalogue sends its credentials by Basic to a token URL without /auth', async () => {
    const authorization = `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64')}`;
    const form = { grant_type: 'client_credentials', scope: 'all' };
    const token = String((await halo.askToken(form, '/token?tenant=demo', { authorization })).json['access_token']);
    expect((await halo.as(token, 'GET', '/Tickets?count=true')).status).toBe(200);
  });

  it('a generated client sends lastupdatefromdate=true and gets everything', async () => {
    const answer = await halo.api(
      'GET',
      '/Tickets?pageinate=true&page_size=100&page_no=1&includeclosed=true&lastupdatefromdate=true',
    );
    expect(answer.json['record_count']).toBe(260);
  });
});
