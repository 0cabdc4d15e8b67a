import { attachedEvents, learnNumbers } from './attached-events';
import { readEventNumbers } from './event-numbers';

const numbers = readEventNumbers('');
const event = (eventNumber: number, notificationId: number, name = '') => ({ eventNumber, notificationId, name });
const heard = [{ event: 'user deleted', notificationId: 12 }];

describe('which of the eleven events are on the webhook', () => {
  it('by number, by the name that we gave, by what a delivery told', () => {
    const webhook = { events: [event(61, 10), event(2101, 11, 'Site Created'), event(2203, 12)] };
    const attached = attachedEvents(webhook, { heard }, numbers);
    expect([...attached].filter(([, is]) => is === 'yes').map(([name]) => name)).toEqual([
      'Ticket Changed',
      'Site Created',
      'User Deleted',
    ]);
    expect(new Set(attached.values())).toEqual(new Set(['yes', 'no']));
  });

  it('an event of an unknown number may be any whose number is unknown', () => {
    const attached = attachedEvents({ events: [event(2302, 10)] }, { heard: [] }, numbers);
    expect(attached.get('New Ticket Logged')).toBe('no');
    expect(attached.get('Invoice Updated')).toBe('unknown');
  });

  it('where Halo does not show the events nothing is known', () => {
    expect(new Set(attachedEvents({ events: null }, { heard }, numbers).values())).toEqual(new Set(['unknown']));
  });

  it('what is recognised otherwise tells its number, and what is known is not unlearned', () => {
    const learned = learnNumbers({ events: [event(2203, 12), event(9, 13, 'Ticket Changed')] }, { heard }, numbers);
    expect(learned.get('User Deleted')).toBe(2203);
    expect(learned.get('Ticket Changed')).toBe(61);
  });
});
