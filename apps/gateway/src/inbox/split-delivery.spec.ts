import fc from 'fast-check';
import { aTicket, anEnvelope, bytesOf, hostileBodies } from '../../testing/bodies';
import { readDelivery } from '../webhooks/read-delivery';
import { splitDelivery } from './split-delivery';

const only = (value: unknown): Record<string, unknown> => {
  const { record, ...part } = { record: undefined, ...splitDelivery(bytesOf(value))[0] };
  return { ...part, ...(Buffer.isBuffer(record) ? { record: JSON.parse(record.toString()) as unknown } : {}) };
};

describe('splitting a delivery', () => {
  it('a record with its own time is a copy, cut out of its envelope', () => {
    expect(only(anEnvelope())).toEqual({
      kind: 'copy',
      event: 'new ticket logged',
      entity: 'ticket',
      haloId: 2208,
      record: aTicket(),
      notificationId: null,
    });
  });

  it('tells which notification of Halo raised it', () => {
    expect(only(anEnvelope({ notification_id: 12 }))).toMatchObject({ kind: 'copy', notificationId: 12 });
    expect(only(anEnvelope({ notification_id: 'x' }))).toMatchObject({ notificationId: null });
  });

  it.each([
    ['site', 'slastupdate', 'Site Updated'],
    ['user', 'ulastupdate', 'USER CREATED'],
    ['invoice', 'last_modified', 'invoice_updated'],
  ])('knows the time of a %s', (entity, field, event) => {
    const record = { id: 5, [field]: '2026-10-02T10:00:01' };
    expect(only({ event, object_id: 5, [entity]: record })).toMatchObject({ kind: 'copy', entity, haloId: 5, record });
  });

  it.each([
    ['no time', anEnvelope({ ticket: { id: 2208, summary: 'x' } })],
    ['a sentinel for a time', anEnvelope({ ticket: aTicket({ last_update: '1900-01-01T00:00:00' }) })],
    ['a time long ago', anEnvelope({ ticket: aTicket({ last_update: '1970-05-01T00:00:00' }) })],
    ['nonsense for a time', anEnvelope({ ticket: aTicket({ last_update: '2026-02-30T00:00:00' }) })],
    ['a number for a time', anEnvelope({ ticket: aTicket({ last_update: 5 }) })],
    ['no record', anEnvelope({ ticket: undefined })],
    ['null for a record', anEnvelope({ ticket: null })],
    ['a text for a record', anEnvelope({ ticket: 'x' })],
    ['a record without an id', anEnvelope({ ticket: { last_update: '2026-10-02T10:00:01' } })],
    ['two ids that differ', anEnvelope({ ticket: aTicket({ id: 9 }) })],
    ['deleted: true', anEnvelope({ ticket: aTicket({ deleted: true }) })],
    ['a deletion', anEnvelope({ event: 'Ticket Deleted' })],
    ['a record above 1 MiB', anEnvelope({ ticket: aTicket({ details: 'x'.repeat(1024 * 1024) }) })],
  ])('%s: a touch with the id that the envelope names', (_what, envelope) => {
    expect(only(envelope)).toMatchObject({ kind: 'touch', entity: 'ticket', haloId: 2208 });
  });

  it('takes a record of exactly 1 MiB', () => {
    const room = 1024 * 1024 - JSON.stringify(aTicket({ details: '' })).length;
    expect(only(anEnvelope({ ticket: aTicket({ details: 'x'.repeat(room) }) }))).toMatchObject({ kind: 'copy' });
    expect(only(anEnvelope({ ticket: aTicket({ details: 'x'.repeat(room + 1) }) }))).toMatchObject({ kind: 'touch' });
  });

  it('the record alone names itself where the envelope does not', () => {
    expect(only(anEnvelope({ object_id: undefined }))).toMatchObject({ kind: 'copy', haloId: 2208 });
  });

  it('tolerates names in other cases, ids as text and as float, and `object` for the entity', () => {
    const envelope = { Event: 'TICKET CHANGED', Object_Id: '2208', Object: aTicket({ id: 2208.0 }) };
    expect(only(envelope)).toMatchObject({ kind: 'copy', haloId: 2208 });
  });

  it.each([
    ['an event of another kind', { event: 'asset created', object_id: 1 }, 'unknown_event'],
    ['no id anywhere', { event: 'ticket changed', ticket: { summary: 'x' } }, 'no_id'],
    ['an id beyond what a double holds', { event: 'ticket changed', object_id: 9007199254740993 }, 'no_id'],
    ['id 0', { event: 'ticket changed', object_id: 0 }, 'no_id'],
    ['no label and no record', { object_id: 4 }, 'unknown_event'],
  ])('%s goes nowhere and says why', (_what, envelope, why) => {
    expect(only(envelope)).toMatchObject({ kind: 'nothing', why });
  });

  it('a record without a label is asked for', () => {
    expect(only({ ticket: aTicket() })).toMatchObject({ kind: 'touch', entity: 'ticket', haloId: 2208 });
  });

  it('splits a batch in order, and one bad envelope spoils only itself', () => {
    const parts = splitDelivery(bytesOf([anEnvelope(), 7, { event: 'site deleted', object_id: 3 }, {}]));
    expect(parts.map(({ kind }) => kind)).toEqual(['copy', 'nothing', 'touch', 'nothing']);
  });

  it('a number that no double holds stays in its record as a text', () => {
    expect(
      only('{"event":"ticket changed","ticket":{"id":1,"last_update":"2026-10-02T10:00:01","cost":1e400}}'),
    ).toMatchObject({
      kind: 'copy',
      record: { cost: 'Infinity' },
    });
  });

  it('a hidden prototype key and U+0000 never reach a record', () => {
    const text =
      '{"event":"ticket changed","ticket":{"id":1,"last_update":"2026-10-02T10:00:01","\\u005f_proto__":{"x":1},"a\\u0000":"\\ud800"}}';
    const { record } = only(text) as { record: Record<string, unknown> };
    expect(Object.keys(record)).toEqual(['id', 'last_update', 'a\ufffd']);
    expect(record['a\ufffd']).toBe('\ufffd');
  });

  it('the door and the relay agree on every body', () => {
    const bodies = fc.oneof(
      fc.json().map(bytesOf),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .array(
          fc.record(
            {
              event: fc.constantFrom('ticket changed', 'User Deleted', 'x', '__proto__'),
              object_id: fc.anything(),
              ticket: fc.anything(),
            },
            { requiredKeys: [] },
          ),
        )
        .map((value) => bytesOf(JSON.stringify(value))),
      fc.constantFrom(...hostileBodies.map(({ body }) => body)),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        const isAccepted = readDelivery(body).status === 'accepted';
        let isSplit = true;
        try {
          for (const part of splitDelivery(body)) if (part.kind === 'copy') JSON.parse(part.record.toString());
        } catch {
          isSplit = false;
        }
        return isAccepted === isSplit;
      }),
      { numRuns: 300 },
    );
  });
});
