import { normaliseEvent, routeEvent, subscribedEvents } from './webhook-events';

describe('routeEvent', () => {
  it('routes the eleven events in any case', () => {
    const routes = subscribedEvents.map((label) => routeEvent(label.toUpperCase()));
    expect(routes.map((route) => route?.entity)).toEqual([
      'ticket',
      'ticket',
      'site',
      'site',
      'site',
      'user',
      'user',
      'user',
      'invoice',
      'invoice',
      'invoice',
    ]);
    expect(routes.filter((route) => route?.means === 'touch')).toHaveLength(3);
  });

  it.each([
    ['ticket status changed', { entity: 'ticket', means: 'copy' }],
    ['ticket_status_changed', { entity: 'ticket', means: 'copy' }],
    ['Ticket  Closed', { entity: 'ticket', means: 'copy' }],
    ['ticket deleted', { entity: 'ticket', means: 'touch' }],
    ['asset created', null],
    ['', null],
    ['__proto__', null],
    ['constructor', null],
  ])('%s', (label, route) => {
    expect(routeEvent(label)).toEqual(route);
  });

  it('folds spelling, not meaning', () => {
    expect(normaliseEvent(' Site_Updated ')).toBe('site updated');
  });
});
