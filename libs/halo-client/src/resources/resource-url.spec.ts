import { resources } from './resources';
import { idsUrl, listUrl, recordUrl } from './resource-url';

const api = 'https://acme.halopsa.com/api';
const flags = {
  ticket: 'includeclosed=true&includestatus=true&includetickettype=true',
  site: 'includeactive=true&includeinactive=true&includenotes=true&includestocklocations=true&includenonstocklocations=true',
  user: 'includeactive=true&includeinactive=true&includeserviceaccount=true&includenonserviceaccount=true&includenotes=true',
  invoice: 'includeinvoices=true&includecredits=true&includepoinvoices=true&includelines=true',
} as const;
const paths = { ticket: 'Tickets', site: 'Site', user: 'Users', invoice: 'Invoice' } as const;

describe.each(['ticket', 'site', 'user', 'invoice'] as const)('%s', (entity) => {
  const resource = resources[entity];

  it('is listed by pages in the order of ids, nothing left out', () => {
    expect(listUrl(api, resource, { page: 3 })).toBe(
      `${api}/${paths[entity]}?pageinate=true&page_size=100&page_no=3&order=id&orderdesc=false&${flags[entity]}`,
    );
  });

  it('gives its ids with the same flags and without paging', () => {
    const parameter = entity === 'ticket' ? 'ticketidonly' : 'idonly';
    expect(idsUrl(api, resource)).toBe(`${api}/${paths[entity]}?${parameter}=true&${flags[entity]}`);
  });

  it('is read with details, past the cache', () => {
    expect(recordUrl(api, resource, 7)).toBe(`${api}/${paths[entity]}/7?includedetails=true&nocache=true`);
  });
});

describe('what changed since', () => {
  const changedSince = new Date('2026-08-01T06:30:00.987Z');

  it.each(['ticket', 'site', 'user'] as const)('is a filter for a %s, in UTC without a zone', (entity) => {
    const query = new URL(listUrl(api, resources[entity], { page: 1, pageSize: 50, changedSince })).searchParams;
    expect(query.get('lastupdatefromdate')).toBe('2026-08-01T06:30:00');
    expect(query.get('page_size')).toBe('50');
    expect(query.get('order')).toBe('id');
  });

  it('is an ordered scan for an invoice', () => {
    const query = new URL(listUrl(api, resources.invoice, { page: 1, changedSince })).searchParams;
    expect(query.has('lastupdatefromdate')).toBe(false);
    expect([query.get('order'), query.get('orderdesc')]).toEqual(['last_modified', 'true']);
  });
});
