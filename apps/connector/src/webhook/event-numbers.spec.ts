import { readEventNumbers, subscribedEvent } from './event-numbers';

describe("Halo's numbers of the events", () => {
  it('are those seen in use, and what the installation names', () => {
    expect([...readEventNumbers('')]).toEqual([
      ['New Ticket Logged', 3],
      ['Ticket Changed', 61],
    ]);
    const numbers = readEventNumbers('site created = 2101,Ticket Changed=62,');
    expect([numbers.get('Site Created'), numbers.get('Ticket Changed'), numbers.get('New Ticket Logged')]).toEqual([
      2101, 62, 3,
    ]);
  });

  it.each(['Asset Created=5', 'Site Created', 'Site Created=', 'Site Created=x', '2101'])('%s is refused', (text) => {
    expect(() => readEventNumbers(text)).toThrow(/none of the eleven|no number/);
  });

  it('a label is recognised as deliveries write it', () => {
    expect(subscribedEvent('new ticket logged')).toBe('New Ticket Logged');
    expect(subscribedEvent('ticket status changed')).toBeUndefined();
  });
});
