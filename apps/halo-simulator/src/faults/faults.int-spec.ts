import { RunningHalo } from '../testing/running-halo';
import type { Json } from '../testing/running-halo';

jest.setTimeout(60_000); // a busy machine is no failure

describe('REST faults', () => {
  let halo: RunningHalo;
  beforeAll(async () => {
    halo = await RunningHalo.start({ counts: { ticket: 60, site: 6, user: 12, invoice: 6, client: 2 } });
    await halo.api('GET', '/Tickets');
  });
  afterAll(() => halo.stop());
  afterEach(() => halo.control('DELETE', '/faults'));

  const book = async (fault: Json) => String((await halo.control('POST', '/faults', fault)).json['id']);
  const tickets = () => halo.api('GET', '/Tickets');

  it.each([
    [{ kind: 'status', status: 401 }, 401, ''],
    [{ kind: 'status', status: 403 }, 403, 'message'],
    [{ kind: 'status', status: 404, body: 'text' }, 404, 'Error 404'],
    [{ kind: 'status', status: 429, retryAfter: '7' }, 429, ''],
    [{ kind: 'status', status: 503 }, 503, '<html>'],
    [{ kind: 'status', status: 500, body: 'dotnet' }, 500, 'ClassName'],
    [{ kind: 'status', status: 400, body: 'result-code' }, 400, 'errorMessage'],
    [{ kind: 'html' }, 200, '<html>'],
    [{ kind: 'token-expired' }, 401, ''],
    [{ kind: 'redirect' }, 302, ''],
    [{ kind: 'empty' }, 200, ''],
    [{ kind: 'garbage' }, 200, '{"record_count"'],
    [{ kind: 'wrong-type' }, 200, '"none"'],
  ])('%j answers in place of Halo', async (fault, status, text) => {
    await book({ match: { entity: 'ticket' }, ...fault });
    const answer = await tickets();
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
    expect((await halo.api('GET', '/Site')).status).toBe(200);
  });

  it.each([['cut'], ['reset'], ['reset-after'], ['wrong-length']])('%s breaks the connection', async (kind) => {
    await book({ match: { path: '/api/tickets' }, kind, times: 1 });
    const outcome = await tickets()
      .then(
        ({ text }) => JSON.parse(text) as unknown,
        () => 'broken',
      )
      .catch(() => 'broken');
    expect(outcome).toBe('broken');
    expect((await tickets()).status).toBe(200);
  });

  it('reset-after loses the answer to a call that has taken effect', async () => {
    const version = Number((await halo.control('GET', '/state')).json['version']);
    await book({ match: { method: 'POST', path: '/api/site' }, kind: 'reset-after' });
    await expect(halo.api('POST', '/Site', [{ name: 'made' }])).rejects.toThrow();
    expect((await halo.control('GET', '/state')).json['version']).toBe(version + 1);
  });

  it('hang never answers', async () => {
    await book({ match: { entity: 'ticket' }, kind: 'hang' });
    const outcome = await Promise.race([
      tickets().catch(() => 'closed'),
      new Promise((resolve) => setTimeout(resolve, 150, 'still open')),
    ]);
    expect(outcome).toBe('still open');
  });

  it('slow and trickle take their time', async () => {
    await book({ match: { entity: 'ticket' }, kind: 'slow', delayMs: 120, times: 1 });
    const started = performance.now();
    expect((await tickets()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(110);
    await book({ match: { path: '/api/webhook' }, kind: 'trickle', delayMs: 30, times: 1 });
    expect((await halo.api('GET', '/Webhook')).text).toBe('[]');
  });

  it('gzip-bomb is small and inflates to 64 MiB', async () => {
    await book({ match: { entity: 'ticket' }, kind: 'gzip-bomb' });
    expect((await tickets()).text).toHaveLength(64 * 1024 * 1024);
  });

  it('hit as often as asked, what they are aimed at, and are listed with their hits', async () => {
    const id = await book({
      match: { scope: 'record', id: 2003, method: 'get' },
      kind: 'status',
      status: 500,
      times: 2,
    });
    const path = '/Tickets/2003';
    const statuses = [
      await halo.api('GET', path),
      await halo.api('GET', '/Tickets/2004'),
      await halo.api('GET', path),
      await halo.api('GET', path),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([500, 200, 500, 200]);
    expect((await halo.control('GET', '/faults')).json['items']).toEqual([expect.objectContaining({ id, hits: 2 })]);
    expect((await halo.control('DELETE', `/faults/${id}`)).status).toBe(200);
    expect((await halo.control('DELETE', `/faults/${id}`)).status).toBe(404);
  });

  it('can be a matter of chance, of the page, or of the token endpoint', async () => {
    await book({ match: { query: 'page_no=2\\b' }, kind: 'status', status: 502 });
    expect((await halo.api('GET', '/Tickets?pageinate=true&page_no=2')).status).toBe(502);
    expect((await halo.api('GET', '/Tickets?pageinate=true&page_no=1')).status).toBe(200);
    await book({ match: { entity: 'token' }, kind: 'status', status: 503 });
    expect((await halo.askToken()).status).toBe(503);
    await book({ kind: 'status', status: 500, probability: 0.5 });
    const seen = new Set<number>();
    for (let call = 0; call < 40; call += 1) seen.add((await halo.api('GET', '/Site')).status);
    expect(seen).toEqual(new Set([200, 500]));
  });

  it('are refused where they make no sense', async () => {
    expect((await halo.control('POST', '/faults', { kind: 'meteor' })).status).toBe(422);
    expect((await halo.control('PUT', '/profile', { pageSizeCap: 'many' })).status).toBe(422);
    expect((await halo.control('PUT', '/profile', { nonsense: 1 })).status).toBe(422);
  });
});
