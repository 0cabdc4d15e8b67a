import { RunningHalo } from '../testing/running-halo';
import type { Json } from '../testing/running-halo';

describe('the control API', () => {
  let halo: RunningHalo;
  beforeAll(async () => {
    halo = await RunningHalo.start({ counts: { ticket: 120, site: 10, user: 30, invoice: 20, client: 4 } });
  });
  afterAll(() => halo.stop());

  it('tells its state', async () => {
    expect((await halo.control('GET', '/state')).json).toMatchObject({
      counts: { ticket: 120, site: 10, user: 30, invoice: 20, client: 4 },
      version: 0,
      clock: { skewMs: 0 },
      life: { enabled: false },
      deliveries: { pending: 0 },
      tenant: 'demo',
      clientId: expect.any(String),
      clientSecret: expect.any(String),
    });
  });

  it('shows every true record, with its version everywhere', async () => {
    const lines = await halo.records('ticket');
    expect(lines).toHaveLength(120);
    const { json } = await halo.control('PATCH', '/records/ticket/2001', { fields: { summary: 'now' } });
    const version = (await halo.control('GET', '/state')).json['version'];
    expect(json).toMatchObject({ summary: 'now', simversion: version });
    const one = (await halo.control('GET', '/records/ticket/2001')).json;
    expect(one).toMatchObject({ id: 2001, deleted: false, version, record: json });
    const read = (await halo.api('GET', '/Tickets/2001?includedetails=true')).json;
    expect(read).toEqual(json);
    const row = ((await halo.api('GET', '/Tickets?count=1000&includeclosed=true')).json['tickets'] as Json[]).find(
      ({ id }) => id === 2001,
    );
    expect(row?.['simversion']).toBe(version);
  });

  it('hides the version in rows by switch', async () => {
    await halo.profile({ versionField: 'records' });
    expect(((await halo.api('GET', '/Site')).json['sites'] as Json[])[0]).not.toHaveProperty('simversion');
    expect((await halo.api('GET', '/Site/1')).json).toHaveProperty('simversion');
    await halo.profile({ versionField: 'nowhere' });
    expect((await halo.api('GET', '/Site/1')).json).not.toHaveProperty('simversion');
    await halo.control('DELETE', '/profile');
  });

  it('takes a named profile: the standard behaviour but for one rule', async () => {
    await halo.profile({ recordCountOffset: 3 });
    const named = await halo.profile({ named: 'page-cap-50' });
    expect(named.json).toMatchObject({ pageSizeCap: 50, recordCountOffset: 0 });
    expect(Object.keys((await halo.control('GET', '/profiles')).json)).toContain('repeated-page');
    expect((await halo.profile({ named: 'no-such-halo' })).status).toBe(422);
    expect((await halo.control('GET', '/profile')).json).toMatchObject({ pageSizeCap: 50 });
    await halo.control('DELETE', '/profile');
  });

  it('dates its answers by its own clock', async () => {
    await halo.profile({ clockSkewMs: -3_600_000 });
    const { headers } = await halo.api('GET', '/Site');
    expect(Math.abs(Date.parse(headers.get('date') ?? '') + 3_600_000 - Date.now())).toBeLessThan(10_000);
    await halo.control('DELETE', '/profile');
  });

  it('changes a record without moving its modified time, or to a time of its own', async () => {
    const before = ((await halo.control('GET', '/records/site/4')).json['record'] as Json)['slastupdate'];
    const silent = await halo.control('PATCH', '/records/site/4', { fields: { notes: 'silent' }, silentClock: true });
    expect(silent.json).toMatchObject({ notes: 'silent', slastupdate: before });
    const late = await halo.control('PATCH', '/records/site/4', { fields: { slastupdate: '2020-01-01T00:00:00' } });
    expect(late.json['slastupdate']).toBe('2020-01-01T00:00:00');
  });

  it('creates, deletes and restores, and writes each into the ledger with its version', async () => {
    const from = Number((await halo.control('GET', '/state')).json['version']);
    const created = await halo.control('POST', '/records/ticket', { record: { summary: 'mine', status_id: 2 } });
    expect(created.status).toBe(201);
    const id = Number(created.json['id']);
    expect((await halo.control('DELETE', `/records/ticket/${String(id)}`)).json).toMatchObject({ id, deleted: true });
    expect((await halo.control('GET', `/records/ticket/${String(id)}`)).json).toMatchObject({
      deleted: true,
      record: { deleted: true },
    });
    expect((await halo.control('POST', `/records/ticket/${String(id)}/restore`)).json).toMatchObject({
      deleted: false,
      summary: 'mine',
    });
    await halo.control('DELETE', '/records/user/9');
    expect((await halo.control('GET', '/records/user/9')).json).toMatchObject({ id: 9, deleted: true, record: null });
    const { items, next } = (await halo.control('GET', `/ledger/changes?after=${String(from)}`)).json;
    expect((items as Json[]).map(({ version, entity, operation, by }) => [version, entity, operation, by])).toEqual([
      [from + 1, 'ticket', 'created', 'control'],
      [from + 2, 'ticket', 'deleted', 'control'],
      [from + 3, 'ticket', 'restored', 'control'],
      [from + 4, 'user', 'deleted', 'control'],
    ]);
    expect(next).toBe(from + 4);
    expect((await halo.control('GET', `/ledger/changes?after=${String(from)}&limit=2`)).json).toMatchObject({
      next: from + 2,
    });
  });

  it('refuses what it does not know', async () => {
    expect((await halo.control('GET', '/records/wombat')).status).toBe(422);
    expect((await halo.control('GET', '/records/ticket/999999')).status).toBe(404);
    expect((await halo.control('PATCH', '/records/ticket/2001', { field: {} })).status).toBe(422);
    expect((await halo.control('DELETE', '/state')).status).toBe(405);
    expect((await halo.control('GET', '/nothing')).status).toBe(404);
    expect((await halo.control('POST', '/webhooks', { url: halo.url, events: ['ticket exploded'] })).status).toBe(422);
    expect((await halo.call('PUT', '/control/profile', { body: '{' })).status).toBe(400);
  });

  it('is healthy and measured', async () => {
    expect((await halo.call('GET', '/health/live')).status).toBe(200);
    expect((await halo.call('GET', '/health/ready')).status).toBe(200);
    expect((await halo.call('GET', '/metrics')).text).toContain('halo_simulator_records{entity="ticket"}');
  });
});
