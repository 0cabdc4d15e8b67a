import { RunningHalo } from '../testing/running-halo';

describe('the rate limit', () => {
  let halo: RunningHalo;
  beforeEach(async () => {
    halo = await RunningHalo.start({
      counts: { ticket: 20, site: 3, user: 6, invoice: 3, client: 2 },
      rateLimit: { enabled: true, requests: 5, windowSeconds: 1 },
    });
  });
  afterEach(() => halo.stop());

  const burst = async (calls: number) => {
    const answers = [];
    for (let call = 0; call < calls; call += 1) answers.push(await halo.api('GET', '/Tickets?count=1'));
    return answers;
  };

  it('counts token calls, refuses the sixth call of a window of five, and is free again when the window has rolled on', async () => {
    const statuses = (await burst(5)).map(({ status }) => status); // and one for the token
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    await new Promise((resolve) => setTimeout(resolve, 1020));
    expect((await burst(1))[0]?.status).toBe(200);
  });

  it('says so in JSON without Retry-After', async () => {
    const last = (await burst(6)).at(-1);
    expect(last?.json).toEqual({ message: 'Rate Limit Reached - 5 Requests per rolling 1 second window.' });
    expect(last?.headers.has('retry-after')).toBe(false);
  });

  it('says so in plain text, with a true or an absurd Retry-After, by switch', async () => {
    await halo.control('PUT', '/limiter', { requests: 1, windowSeconds: 300, retryAfter: true, body: 'text' });
    const last = (await burst(2)).at(-1);
    expect(last?.text).toBe('Rate Limit Reached - 1 Requests per rolling 5 minute window.');
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(290);
    await halo.control('PUT', '/limiter', { retryAfter: 'absurd' });
    expect(Number((await burst(1))[0]?.headers.get('retry-after') ?? '')).not.toBeGreaterThan(-1);
  });

  it('tells the referee the highest count of any window and the refusals', async () => {
    await burst(8);
    const { json } = await halo.control('GET', '/ledger/window?windowSeconds=1');
    expect(json).toMatchObject({ highest: 9, limit: 5, arrivals: 9, refused429: 4 });
    await halo.control('DELETE', '/ledger/arrivals');
    expect((await halo.control('GET', '/ledger/window')).json).toMatchObject({
      highest: 0,
      arrivals: 0,
      refused429: 0,
    });
  });

  it('can be shared with another integration, whose calls are in no ledger', async () => {
    await halo.control('PUT', '/limiter', { otherIntegration: { requests: 4 } });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const statuses = (await burst(5)).map(({ status }) => status);
    expect(statuses).toContain(429);
    expect((await halo.control('GET', '/ledger/window?windowSeconds=1')).json).toMatchObject({ arrivals: 6 });
    expect((await halo.control('PUT', '/limiter', { otherIntegration: null })).json).toMatchObject({
      otherIntegration: null,
    });
  });

  it('can be off', async () => {
    await halo.control('PUT', '/limiter', { enabled: false });
    expect((await burst(12)).every(({ status }) => status === 200)).toBe(true);
  });

  it('stands at 450 in 300 s unless told otherwise', async () => {
    const standard = await RunningHalo.start();
    expect((await standard.control('GET', '/state')).json['limiter']).toMatchObject({
      enabled: true,
      requests: 450,
      windowSeconds: 300,
    });
    await standard.stop();
  });

  it('enters each call in the ledger with its time, status, path, query and latency', async () => {
    await burst(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { items, next } = (await halo.control('GET', '/ledger/arrivals')).json;
    expect(items).toEqual([
      expect.objectContaining({ seq: 1, method: 'POST', path: '/auth/token', entity: 'token', status: 200 }),
      expect.objectContaining({
        seq: 2,
        method: 'GET',
        path: '/api/Tickets',
        query: 'count=1',
        entity: 'ticket',
        ms: expect.any(Number),
      }),
    ]);
    expect((await halo.control('GET', `/ledger/arrivals?after=${String(next)}`)).json).toEqual({ items: [], next: 2 });
  });
});
