import type { Delivery, Webhook } from '../../api/types';
import { seenEvents } from './seen-events';

const eventOf = (event: string, lastReceivedAt: string | null): Webhook['events'][number] =>
  // The fields that are read.
  ({ event, lastReceivedAt, entity: 'ticket', received: 0, attached: null }) as Webhook['events'][number];
const delivery = (receivedAt: string, events: string[], replayOf: string | null = null): Delivery =>
  ({ receivedAt, events, replayOf }) as Delivery;

describe('the checklist of events', () => {
  const events = [eventOf('New Ticket Logged', null), eventOf('Ticket Changed', '2026-11-03T10:00:00.000Z')];

  it('an event that came since the report is seen', () => {
    expect(
      seenEvents(events, [delivery('2026-11-03T11:00:00.000Z', ['new ticket  logged'])]).map(({ lastAt }) => lastAt),
    ).toEqual(['2026-11-03T11:00:00.000Z', '2026-11-03T10:00:00.000Z']);
  });

  it('the newest time counts, in whatever order they come', () => {
    const arrivals = [
      delivery('2026-11-03T09:00:00.000Z', ['Ticket_Changed']),
      delivery('2026-11-03T12:00:00.000Z', ['ticket changed']),
    ];
    expect(seenEvents(events, arrivals)[1]?.lastAt).toBe('2026-11-03T12:00:00.000Z');
  });

  it('a replay is no news from Halo', () => {
    expect(
      seenEvents(events, [delivery('2026-11-03T11:00:00.000Z', ['New Ticket Logged'], 'x')])[0]?.lastAt,
    ).toBeNull();
  });
});
