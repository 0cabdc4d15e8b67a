import { matches } from './fault-match';
import type { Match, Target } from './fault-match';

const target: Target = {
  method: 'GET',
  route: '/api/tickets/7',
  query: 'includedetails=true',
  entity: 'ticket',
  id: 7,
};

describe('a fault', () => {
  it.each<[Match, boolean]>([
    [{}, true],
    [{ path: '/api/tickets' }, true],
    [{ path: '/API/Tickets/' }, true],
    [{ path: '/api/ticket' }, false],
    [{ path: '/api/*/7' }, true],
    [{ path: '*' }, true],
    [{ path: '^/api/tickets$' }, false],
    [{ path: String.raw`^/api/tickets/\d+$` }, true],
    [{ method: 'get' }, true],
    [{ method: 'POST' }, false],
    [{ entity: 'site' }, false],
    [{ entity: 'ticket', scope: 'record' }, true],
    [{ scope: 'collection' }, false],
    [{ id: 8 }, false],
    [{ query: 'includedetails' }, true],
    [{ query: 'page_no=2' }, false],
  ])('aimed by %j strikes: %p', (match, strikes) => {
    expect(matches(match, target)).toBe(strikes);
  });
});
