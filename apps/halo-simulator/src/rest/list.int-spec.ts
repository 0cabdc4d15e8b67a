import { ids, rows, RunningHalo } from '../testing/running-halo';

const EVERYTHING = 'includeactive=true&includeinactive=true';

jest.setTimeout(60_000); // a busy machine is no failure

describe('lists', () => {
  let halo: RunningHalo;
  beforeAll(async () => {
    halo = await RunningHalo.start({ counts: { ticket: 300, site: 60, user: 150, invoice: 80, client: 12 } });
  });
  afterAll(() => halo.stop());
  beforeEach(() => halo.control('DELETE', '/profile'));

  it.each([
    ['/Tickets', '/tickets', '/TICKETS'],
    ['/Site', '/site', '/SITE/'],
    ['/Users', '/users', '/uSERS'],
    ['/Invoice', '/invoice', '/INVOICE'],
  ])('are found whatever the case of %s', async (...paths) => {
    const answers = await Promise.all(paths.map((path) => halo.api('GET', path)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
  });

  it('ignore parameters that Halo does not know', async () => {
    const plain = await halo.api('GET', '/Site');
    expect((await halo.api('GET', '/Site?lastupdatefrom=2099-01-01&whatever=1')).text).toBe(plain.text);
  });

  it('leave closed tickets out without includeclosed', async () => {
    const open = rows(await halo.api('GET', '/Tickets?count=1000'), 'tickets');
    const all = rows(await halo.api('GET', '/Tickets?count=1000&includeclosed=true'), 'tickets');
    const closed = rows(await halo.api('GET', '/Tickets?count=1000&closed_only=true'), 'tickets');
    expect(all).toHaveLength(300);
    expect(open.length + closed.length).toBe(300);
    expect(open.some(({ status_id }) => status_id === 9)).toBe(false);
    await halo.profile({ hideWithoutFlag: { closedTickets: false } });
    expect(rows(await halo.api('GET', '/Tickets?count=1000'), 'tickets')).toHaveLength(300);
  });

  it.each([
    ['/Site', 'sites', 60],
    ['/Users', 'users', 150],
    ['/Client', 'clients', 12],
  ])('of %s leave inactive ones out without includeinactive', async (path, key, count) => {
    const active = rows(await halo.api('GET', path), key);
    const inactive = rows(await halo.api('GET', `${path}?includeactive=false&includeinactive=true`), key);
    expect(active.every((row) => row['inactive'] === false)).toBe(true);
    expect(inactive.every((row) => row['inactive'] === true)).toBe(true);
    expect(active.length + inactive.length).toBe(count);
    expect(rows(await halo.api('GET', `${path}?${EVERYTHING}`), key)).toHaveLength(count);
    expect(rows(await halo.api('GET', `${path}?activeinactive=true,true`), key)).toHaveLength(count);
  });

  it('add names, notes and lines only with their flags', async () => {
    const [ticket = {}] = rows(await halo.api('GET', '/Tickets'), 'tickets');
    const [named = {}] = rows(await halo.api('GET', '/Tickets?includestatus=true&includetickettype=true'), 'tickets');
    expect(ticket).not.toHaveProperty('status_name');
    expect(named).toMatchObject({ status_name: expect.any(String), tickettype_name: expect.any(String) });
    const [site = {}] = rows(await halo.api('GET', '/Site'), 'sites');
    expect(site).not.toHaveProperty('notes');
    expect(rows(await halo.api('GET', '/Site?includenotes=true'), 'sites')[0]).toHaveProperty('notes');
    const [invoice = {}] = rows(await halo.api('GET', '/Invoice'), 'invoices');
    expect(invoice['lines']).toBeNull();
    expect(rows(await halo.api('GET', '/Invoice?includelines=true'), 'invoices')[0]?.['lines']).toEqual(
      expect.arrayContaining([expect.anything()]),
    );
  });

  it('have sparse rows: no modified time for sites and users, empty custom fields', async () => {
    const site = rows(await halo.api('GET', '/Site'), 'sites');
    const users = rows(await halo.api('GET', '/Users'), 'users');
    expect(site[0]).not.toHaveProperty('slastupdate');
    expect(users[0]).not.toHaveProperty('ulastupdate');
    expect(new Set(users.map(({ customfields }) => JSON.stringify(customfields)))).toEqual(new Set(['[]', 'null']));
    expect(rows(await halo.api('GET', '/Tickets'), 'tickets')[0]).toHaveProperty('last_update');
    expect(rows(await halo.api('GET', '/Invoice'), 'invoices')[0]).toHaveProperty('last_modified');
  });

  it('send ids that are doubles as 12.0 and money with two decimals', async () => {
    expect((await halo.api('GET', '/Site')).text).toMatch(/"client_id":\d+\.0,/);
    expect((await halo.api('GET', '/Users')).text).toMatch(/"site_id":\d+\.0,"site_id_int":\d+,/);
    const invoices = (await halo.api('GET', '/Invoice')).text;
    expect(invoices).toMatch(/"total":-?\d+\.\d\d,/);
    expect(invoices).toContain('"amountpaid":0.00,');
  });

  it('filter tickets, sites, users and clients by lastupdatefromdate, inclusively', async () => {
    for (const [entity, path, key, modified] of [
      ['ticket', '/Tickets?includeclosed=true', 'tickets', 'last_update'],
      ['site', `/Site?${EVERYTHING}`, 'sites', 'slastupdate'],
      ['user', `/Users?${EVERYTHING}`, 'users', 'ulastupdate'],
      ['client', `/Client?${EVERYTHING}`, 'clients', 'alastupdate'],
    ] as const) {
      const times = (await halo.records(entity))
        .map(({ record }) => String((record as Record<string, unknown>)[modified]))
        .sort();
      const boundary = times[Math.floor(times.length * 0.8)] ?? '';
      const wanted = times.filter((time) => Date.parse(`${time}Z`) >= Date.parse(`${boundary}Z`)).length;
      expect(rows(await halo.api('GET', `${path}&count=1000&lastupdatefromdate=${boundary}`), key)).toHaveLength(
        wanted,
      );
    }
  });

  it('do not filter invoices by it, nor by a value that is no date', async () => {
    expect(rows(await halo.api('GET', '/Invoice?lastupdatefromdate=2099-01-01T00:00:00'), 'invoices')).toHaveLength(80);
    expect(rows(await halo.api('GET', `/Site?${EVERYTHING}&lastupdatefromdate=true`), 'sites')).toHaveLength(60);
    await halo.profile({ filterIgnored: true });
    expect(
      rows(await halo.api('GET', `/Site?${EVERYTHING}&lastupdatefromdate=2099-01-01T00:00:00`), 'sites'),
    ).toHaveLength(60);
  });

  it('search invoices by date, old way and new', async () => {
    const all = rows(await halo.api('GET', '/Invoice'), 'invoices').map(({ invoice_date }) => String(invoice_date));
    const from = [...all].sort()[40] ?? '';
    const wanted = all.filter((date) => date >= from).length;
    expect(rows(await halo.api('GET', `/Invoice?datesearch=invoice_date&startdate=${from}`), 'invoices')).toHaveLength(
      wanted,
    );
    expect(
      rows(await halo.api('GET', `/Invoice?invoicedatestart=${from}&invoicedateend=2099-01-01`), 'invoices'),
    ).toHaveLength(wanted);
  });

  it('leave out General Users and kinds of invoices where asked', async () => {
    const people = rows(await halo.api('GET', `/Users?${EVERYTHING}&exclude_generaluser=true`), 'users');
    expect(people).toHaveLength(90);
    const kinds = rows(await halo.api('GET', '/Invoice?includecredits=false&includepoinvoices=false'), 'invoices');
    expect(kinds.every(({ typeid }) => typeid === 0)).toBe(true);
    expect(kinds.length).toBeLessThan(80);
  });

  it('show deleted tickets only with deleted=true', async () => {
    const victim = rows(await halo.api('GET', '/Tickets'), 'tickets')[3]?.['id'];
    expect((await halo.api('DELETE', `/Tickets/${String(victim)}`)).json).toEqual({ id: victim });
    expect(ids(rows(await halo.api('GET', '/Tickets?count=1000&includeclosed=true'), 'tickets'))).not.toContain(victim);
    expect(ids(rows(await halo.api('GET', '/Tickets?deleted=true'), 'tickets'))).toEqual([victim]);
  });

  it('are as old as their cache where there is one, while a read by id is not', async () => {
    const [first = {}] = rows(await halo.api('GET', '/Tickets'), 'tickets');
    await halo.profile({ listCacheSeconds: 120 });
    const created = (await halo.api('POST', '/Tickets', [{ summary: 'new' }])).json;
    await halo.api('POST', '/Tickets', [{ id: first['id'], summary: 'changed' }]);
    const cached = rows(await halo.api('GET', '/Tickets?count=1000'), 'tickets');
    expect(ids(cached)).not.toContain(created['id']);
    expect(cached.find(({ id }) => id === first['id'])).toEqual(first);
    expect((await halo.api('GET', `/Tickets/${String(first['id'])}?nocache=true`)).json['summary']).toBe('changed');
    await halo.api('POST', '/Tickets', [{ id: first['id'], summary: 'changed again' }]);
    expect(rows(await halo.api('GET', '/Tickets?count=1000'), 'tickets').find(({ id }) => id === first['id'])).toEqual(
      first,
    );
    await halo.profile({ listCacheSeconds: 0 });
    expect(ids(rows(await halo.api('GET', '/Tickets?count=1000'), 'tickets'))).toContain(created['id']);
  });

  it('are empty and without error for what the agent cannot see, and 403 for what is forbidden', async () => {
    await halo.profile({ invisibleEntities: ['site'], forbiddenEntities: ['invoice'] });
    expect((await halo.api('GET', '/Site?pageinate=true')).json).toMatchObject({ record_count: 0, sites: [] });
    expect((await halo.api('GET', '/Site?idonly=true')).json).toMatchObject({ record_count: 0, sites: [] });
    expect((await halo.api('GET', '/Invoice')).status).toBe(403);
    expect((await halo.api('GET', '/Users')).status).toBe(200);
  });

  it('of look-ups are bare arrays', async () => {
    for (const path of ['/Status', '/TicketType', '/Priority', '/Agent', '/Webhook', '/Team', '/Lookup?lookupid=11']) {
      expect(Array.isArray(JSON.parse((await halo.api('GET', path)).text))).toBe(true);
    }
    const [priority] = JSON.parse((await halo.api('GET', '/Priority')).text) as readonly unknown[];
    expect(priority).toMatchObject({ id: expect.stringMatching(/-/), priorityid: 1 });
  });

  it('of actions number from 1 in each ticket', async () => {
    const withActions: unknown[] = [];
    for (const id of ids(rows(await halo.api('GET', '/Tickets?count=12'), 'tickets'))) {
      const list = rows(await halo.api('GET', `/Actions?ticket_id=${String(id)}`), 'actions');
      if (list.length > 0) withActions.push(list[0]?.['id']);
    }
    expect(new Set(withActions)).toEqual(new Set([1]));
  });
});
