import { anEnvelope, bytesOf, hostileBodies } from '../../testing/bodies';
import { readDelivery } from './read-delivery';

describe('a body at the door', () => {
  it.each(hostileBodies)('$what is quarantined', ({ body, reason }) => {
    expect(readDelivery(body)).toEqual({ status: 'quarantined', reason });
  });

  it('one envelope is known by its own id and its event', () => {
    const id = '0B6F3F0E-5D0C-4B7B-9A43-6C1F0A9F4B10';
    expect(readDelivery(bytesOf(anEnvelope({ id })))).toEqual({
      status: 'accepted',
      sourceEventId: id.toLowerCase(),
      events: ['new ticket logged'],
    });
  });

  it.each([
    ['a batch', [anEnvelope()]],
    ['no id', anEnvelope({ id: undefined })],
    ['a number', anEnvelope({ id: 5 })],
    ['a word', anEnvelope({ id: 'x' })],
    ['the zeros of a test call', anEnvelope({ id: '00000000-0000-0000-0000-000000000000' })],
    ['the id of the webhook, the same in every delivery', anEnvelope({ id: '7c2e3d52-91a4-4c58-8c61-2b7d0f5f9a77' })],
  ])('%s is no id of an occurrence', (_what, value) => {
    expect(readDelivery(bytesOf(value))).toMatchObject({ status: 'accepted', sourceEventId: null });
  });

  it('names each event of a batch once, and cuts labels', () => {
    const batch = [
      anEnvelope({ event: 'Ticket_Changed' }),
      anEnvelope({ event: 'ticket changed' }),
      { event: 'x'.repeat(500) },
      {},
      5,
    ];
    expect(readDelivery(bytesOf(batch))).toMatchObject({ events: ['ticket changed', 'x'.repeat(80)] });
  });

  it('an empty batch is fine', () => {
    expect(readDelivery(bytesOf([]))).toMatchObject({ status: 'accepted', events: [] });
  });

  it('more events than anybody sends are not split', () => {
    expect(readDelivery(bytesOf(`[${'{},'.repeat(20_000)}{}]`))).toEqual({
      status: 'quarantined',
      reason: 'too_many_events',
    });
  });

  it('a byte order mark does no harm', () => {
    expect(readDelivery(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(anEnvelope())]))).toMatchObject({
      status: 'accepted',
    });
  });
});
