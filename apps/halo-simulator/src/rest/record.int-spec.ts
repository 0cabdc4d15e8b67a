import { rows, RunningHalo } from '../testing/running-halo';
import type { Json } from '../testing/running-halo';

jest.setTimeout(60_000); // a busy machine is no failure

describe('records', () => {
  let halo: RunningHalo;
  let ticket: Json;
  beforeAll(async () => {
    halo = await RunningHalo.start({ counts: { ticket: 60, site: 20, user: 40, invoice: 20, client: 5 } });
    ticket = rows(await halo.api('GET', '/Tickets'), 'tickets')[0] ?? {};
  });
  afterAll(() => halo.stop());
  beforeEach(() => halo.control('DELETE', '/profile'));

  it('have many more fields than their rows, and the details with includedetails', async () => {
    const bare = (await halo.api('GET', `/Tickets/${String(ticket['id'])}`)).json;
    const full = (await halo.api('GET', `/Tickets/${String(ticket['id'])}?includedetails=true`)).json;
    expect(bare).toMatchObject({ id: ticket['id'], details_html: expect.any(String), datecreated: expect.any(String) });
    expect(bare).not.toHaveProperty('customfields');
    expect(Object.keys(full).length).toBeGreaterThan(2 * Object.keys(ticket).length);
    expect(full['customfields']).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: expect.any(String) })]),
    );
    expect((await halo.api('GET', '/Site/1')).json).toHaveProperty('slastupdate');
    expect((await halo.api('GET', '/Users/1')).json).toHaveProperty('ulastupdate');
    expect((await halo.api('GET', '/Client/1')).json).toMatchObject({
      name: 'Unknown',
      alastupdate: expect.any(String),
    });
    expect((await halo.api('GET', '/Invoice/501?includedetails=true')).json['lines']).toEqual(
      expect.arrayContaining([expect.anything()]),
    );
  });

  it('have dates without zone, and sentinels for none', async () => {
    const all = await halo.records('ticket');
    const text = JSON.stringify(all);
    expect((all[0]?.['record'] as Json)['last_update']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?$/);
    for (const sentinel of ['1900-01-01T00:00:00', '1899-12-30T00:00:00', '0001-01-01T00:00:00'])
      expect(text).toContain(sentinel);
    expect(text).toMatch(/"dateassigned":"[^"]+\.\d{7}"/);
  });

  it('are created and updated by an array POST, which answers 201 and the entity under its posted names', async () => {
    const created = await halo.api('POST', '/Tickets', [{ summary: 'Neu "ü" 🎫', user_id: 3 }]);
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      summary: 'Neu "ü" 🎫',
      user_id: 3,
      status_id: 1,
      lastupdate: expect.any(String),
    });
    expect(created.json).not.toHaveProperty('last_update');
    const id = String(created.json['id']);
    await halo.api('POST', '/tickets', [{ id: created.json['id'], status_id: 9 }]);
    const closed = (await halo.api('GET', `/Tickets/${id}`)).json;
    expect(closed).toMatchObject({ summary: 'Neu "ü" 🎫', status_id: 9, status_name: 'Closed', hasbeenclosed: true });
    expect(closed['last_update']).toMatch(/^20/);
    expect(closed['dateclosed']).toBe(closed['last_update']);
  });

  it('keep the custom fields that a POST does not name', async () => {
    const before = (await halo.api('GET', '/Users/1?includedetails=true')).json['customfields'] as readonly Json[];
    await halo.api('POST', '/Users', [{ id: 1, customfields: [{ id: 999, name: 'CFnew', value: 7 }] }]);
    const after = (await halo.api('GET', '/Users/1?includedetails=true')).json['customfields'];
    expect(after).toEqual([...before, { id: 999, name: 'CFnew', value: 7, display: '7' }]);
  });

  it('come back as an array for several, or by switch', async () => {
    expect(JSON.parse((await halo.api('POST', '/Site', [{ name: 'A' }, { name: 'B' }])).text)).toHaveLength(2);
    await halo.profile({ postReturns: 'entity', postStatus: 200 });
    expect(await halo.api('POST', '/Site', [{ name: 'A' }, { name: 'B' }])).toMatchObject({ status: 200 });
    await halo.profile({ postReturns: 'array' });
    expect(JSON.parse((await halo.api('POST', '/Site', [{ name: 'A' }])).text)).toHaveLength(1);
    await halo.profile({ postReturns: 'envelope' });
    expect((await halo.api('POST', '/Site', [{ name: 'A' }])).json).toHaveProperty('sites');
  });

  it.each([
    ['an object', { summary: 'x' }, ''],
    ['an id that is no number', [{ id: 'abc' }], '[0].id'],
    ['an empty array', [], ''],
    ['elements that are no objects', [1], '[0]'],
  ])('refuse %s in a POST by model state', async (_, body, key) => {
    const answer = await halo.api('POST', '/Tickets', body);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ [key]: [expect.any(String)] });
  });

  it('refuse broken JSON, a bad id, PUT, and resources that are not there', async () => {
    const token = String((await halo.askToken()).json['access_token']);
    const headers = { authorization: `Bearer ${token}` };
    expect((await halo.call('POST', '/api/Tickets', { headers, body: '[{' })).status).toBe(400);
    expect((await halo.api('GET', '/Tickets/abc')).json).toEqual({ id: ["The value 'abc' is not valid."] });
    expect((await halo.api('PUT', '/Tickets/2001', {})).status).toBe(405);
    expect((await halo.api('GET', '/Nothing')).status).toBe(404);
  });

  it.each([
    ['404', 404, ''],
    ['404-json', 404, 'message'],
    ['400-dotnet', 400, 'ClassName'],
    ['500-dotnet', 500, 'NullReferenceException'],
  ])('that are missing are %s by switch', async (missingRecord, status, text) => {
    await halo.profile({ missingRecord });
    for (const answer of [
      await halo.api('GET', '/Users/999999'),
      await halo.api('DELETE', '/Users/999999'),
      await halo.api('POST', '/Users', [{ id: 999_999, name: 'x' }]),
    ]) {
      expect(answer.status).toBe(status);
      expect(answer.text).toContain(text);
    }
  });

  it('of sites, users and invoices vanish when deleted; a deleted ticket is hidden, or readable by switch', async () => {
    const created = (await halo.api('POST', '/Tickets', [{ summary: 'short life' }])).json['id'];
    for (const [path, id] of [
      ['/Site', 2],
      ['/Users', 2],
      ['/Invoice', 502],
      ['/Tickets', created],
    ] as const) {
      const url = `${path}/${String(id)}`;
      expect(await halo.api('DELETE', url)).toMatchObject({ status: 200, text: JSON.stringify({ id }) });
      expect((await halo.api('GET', url)).status).toBe(404);
    }
    await halo.profile({ deletedTicketRead: '200' });
    expect((await halo.api('GET', `/Tickets/${String(created)}`)).json).toMatchObject({
      deleted: true,
      summary: 'short life',
    });
    expect((await halo.api('GET', '/Site/2')).status).toBe(404);
  });

  it('come in a one-element envelope by switch', async () => {
    await halo.profile({ recordEnvelope: true });
    expect((await halo.api('GET', '/Tickets/2003')).json).toEqual({ tickets: [expect.objectContaining({ id: 2003 })] });
  });

  it('of invoices stay readable when voided', async () => {
    expect((await halo.api('POST', '/Invoice/505/void')).json).toEqual({ id: 505, voided: true });
    expect((await halo.api('GET', '/Invoice/505')).json['voided']).toBe(true);
  });

  it('are touched by an action', async () => {
    const before = (await halo.api('GET', '/Tickets/2004')).json;
    const action = await halo.api('POST', '/Actions', [{ ticket_id: 2004, outcome: 'Note', new_status: 2 }]);
    expect(action.status).toBe(201);
    const after = (await halo.api('GET', '/Tickets/2004')).json;
    expect(after['status_id']).toBe(2);
    expect(after['last_update']).not.toBe(before['last_update']);
    expect(after['changeseq']).toBe(Number(before['changeseq']) + 1);
  });

  it('carry the time of a skewed clock', async () => {
    await halo.profile({ clockSkewMs: -3_600_000 });
    const { json } = await halo.control('PATCH', '/records/site/3', { fields: { notes: 'late' } });
    const behind = Date.now() - Date.parse(`${String(json['slastupdate'])}Z`);
    expect(Math.abs(behind - 3_600_000)).toBeLessThan(2000);
  });
});
