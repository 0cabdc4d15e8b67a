import { ids, rows, RunningHalo } from '../testing/running-halo';

jest.setTimeout(60_000); // a busy machine is no failure

describe('paging, with the numbers that users reported', () => {
  let halo: RunningHalo;
  beforeAll(async () => {
    halo = await RunningHalo.start({ counts: { ticket: 717, site: 130, user: 200, invoice: 60, client: 10 } });
  });
  afterAll(() => halo.stop());
  beforeEach(() => halo.control('DELETE', '/profile'));

  it('caps page_size without a word: 1000 asked of 717 gives 100 rows and record_count 717', async () => {
    const answer = await halo.api('GET', '/Tickets?pageinate=true&page_size=1000&page_no=1&includeclosed=true');
    expect(answer.json['record_count']).toBe(717);
    expect(rows(answer, 'tickets')).toHaveLength(100);
  });

  it('ignores page_size and page_no without pageinate: the default page of 50 comes back', async () => {
    const first = await halo.api('GET', '/Tickets?page_size=100&page_no=3&includeclosed=true');
    const plain = await halo.api('GET', '/Tickets?includeclosed=true');
    expect(rows(first, 'tickets')).toHaveLength(50);
    expect(ids(rows(first, 'tickets'))).toEqual(ids(rows(plain, 'tickets')));
    expect(first.json['record_count']).toBe(717);
  });

  it('ends with an empty page whose record_count is 0', async () => {
    const last = await halo.api('GET', '/Tickets?pageinate=true&page_size=100&page_no=8&includeclosed=true');
    const past = await halo.api('GET', '/Tickets?pageinate=true&page_size=100&page_no=9&includeclosed=true');
    expect(rows(last, 'tickets')).toHaveLength(17);
    expect(past.json).toMatchObject({ record_count: 0, tickets: [] });
  });

  it('shows every ticket exactly once over the pages, ordered by id', async () => {
    const seen: unknown[] = [];
    for (let page = 1; page <= 9; page += 1) {
      const query = `pageinate=true&page_size=100&page_no=${String(page)}&order=id&orderdesc=false&includeclosed=true`;
      seen.push(...ids(rows(await halo.api('GET', `/tickets?${query}`), 'tickets')));
    }
    expect(seen).toHaveLength(717);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => Number(a) - Number(b)));
  });

  it('starts at page 1 where page_no is missing or junk', async () => {
    const wanted = ids(rows(await halo.api('GET', '/Tickets?pageinate=true&page_size=10&page_no=1'), 'tickets'));
    for (const junk of ['', '&page_no=0', '&page_no=x', '&page=7']) {
      expect(ids(rows(await halo.api('GET', `/Tickets?pageinate=true&page_size=10${junk}`), 'tickets'))).toEqual(
        wanted,
      );
    }
  });

  it('takes count as the un-paged limit and ignores count=true', async () => {
    expect(rows(await halo.api('GET', '/Tickets?count=7'), 'tickets')).toHaveLength(7);
    expect(rows(await halo.api('GET', '/Tickets?count=600&includeclosed=true'), 'tickets')).toHaveLength(600);
    expect(rows(await halo.api('GET', '/Tickets?count=true'), 'tickets')).toHaveLength(50);
  });

  it('gives small resources whole without paging', async () => {
    const flags = 'includeactive=true&includeinactive=true';
    expect(rows(await halo.api('GET', `/Site?${flags}`), 'sites')).toHaveLength(130);
    expect(rows(await halo.api('GET', `/Users?${flags}`), 'users')).toHaveLength(200);
    expect(rows(await halo.api('GET', '/Invoice'), 'invoices')).toHaveLength(60);
  });

  it('orders invoices as the web UI asks', async () => {
    const answer = await halo.api('GET', '/Invoice?order=invoice_date&orderdesc=true&order2=id&orderdesc2=true');
    const list = rows(answer, 'invoices');
    const sorted = [...list].sort(
      (a, b) => String(b['invoice_date']).localeCompare(String(a['invoice_date'])) || Number(b['id']) - Number(a['id']),
    );
    expect(ids(list)).toEqual(ids(sorted));
  });

  it('orders by any field of the record', async () => {
    const list = rows(await halo.api('GET', '/Users?order=surname&includeinactive=true'), 'users').map(({ surname }) =>
      String(surname),
    );
    expect(list).toEqual([...list].sort());
  });

  it('gives id sets whole, paging or not, and only with the same include flags', async () => {
    const all = await halo.api('GET', '/Tickets?ticketidonly=true&includeclosed=true');
    const open = await halo.api('GET', '/Tickets?ticketidonly=true');
    const paged = await halo.api(
      'GET',
      '/Tickets?ticketidonly=true&includeclosed=true&pageinate=true&page_size=10&page_no=1',
    );
    expect(rows(all, 'tickets')).toHaveLength(717);
    expect(Number(open.json['record_count'])).toBeLessThan(717);
    expect(rows(paged, 'tickets')).toHaveLength(717);
    expect(Object.keys(rows(all, 'tickets')[0] ?? {})).toEqual([
      'id',
      'sla_id',
      'status_id',
      'client_id',
      'client_name',
      'lastincomingemail',
    ]);
    const sites = await halo.api('GET', '/Site?idonly=true&includeactive=true&includeinactive=true');
    expect(sites.json['record_count']).toBe(130);
    expect(Object.keys(rows(sites, 'sites')[0] ?? {})).toEqual(['id']);
  });

  it.each([
    ['a page cap of 50', { pageSizeCap: 50 }, 50, 717],
    ['paging ignored', { pagingIgnored: true }, 50, 717],
    ['a wrong record_count', { recordCountOffset: 5 }, 100, 722],
    ['an id twice', { duplicateId: true }, 101, 717],
    ['an id 0', { zeroId: true }, 101, 717],
  ])('shows %s by switch', async (_, profile, count, recordCount) => {
    await halo.profile(profile);
    const answer = await halo.api('GET', '/Tickets?pageinate=true&page_size=100&page_no=2&includeclosed=true');
    expect(rows(answer, 'tickets')).toHaveLength(count);
    expect(answer.json['record_count']).toBe(recordCount);
  });

  it('repeats a page by switch', async () => {
    await halo.profile({ repeatedPage: 2 });
    const first = await halo.api('GET', '/Tickets?pageinate=true&page_no=1');
    const second = await halo.api('GET', '/Tickets?pageinate=true&page_no=2');
    expect(ids(rows(second, 'tickets'))).toEqual(ids(rows(first, 'tickets')));
  });

  it('answers bare arrays by switch', async () => {
    await halo.profile({ bareArrays: true });
    expect(JSON.parse((await halo.api('GET', '/Tickets?pageinate=true&page_size=3')).text)).toHaveLength(3);
  });

  it('caps or ignores id-only calls by switch', async () => {
    await halo.profile({ idOnly: 'capped', idOnlyCap: 200 });
    expect(rows(await halo.api('GET', '/Tickets?ticketidonly=true&includeclosed=true'), 'tickets')).toHaveLength(200);
    await halo.profile({ idOnly: 'ignored' });
    expect(rows(await halo.api('GET', '/Tickets?ticketidonly=true&includeclosed=true'), 'tickets')[0]).toHaveProperty(
      'summary',
    );
  });
});

describe('1,254 tickets', () => {
  afterAll(() => RunningHalo.stopAll());

  it('asked without pageinate give 50 rows', async () => {
    const halo = await RunningHalo.start({ counts: { ticket: 1254, site: 5, user: 10, invoice: 1, client: 2 } });
    const answer = await halo.api('GET', '/Tickets?page_size=100&page_no=1&includeclosed=true');
    expect(rows(answer, 'tickets')).toHaveLength(50);
    expect(answer.json['record_count']).toBe(1254);
    await halo.stop();
  });
});
