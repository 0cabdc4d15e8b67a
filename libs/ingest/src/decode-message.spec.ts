import type { CopyFacts } from '@halosync/contracts';
import { copyMessage } from '@halosync/contracts';
import { failureClass } from '@halosync/errors';
import type { JsonObject } from '@halosync/halo-json';
import { haloBoolean, haloDate, haloId, haloText } from '@halosync/halo-json';
import type { IncomingMessage } from '@halosync/kafka';
import { z } from 'zod';
import { decodeMessage } from './decode-message';
import { defineEntity } from './entity-definition';
import { RecordRow } from './record-row';

class Invoice extends RecordRow {}

/** An invoice, of which only this much is relied on: its lines are asked for in lists, its notes are not. */
const definition = defineEntity({
  name: 'invoice',
  row: Invoice,
  schema: z.object({
    id: haloId,
    reference: haloText.nullish(),
    deleted: haloBoolean.nullish(),
    last_modified: haloDate.nullish(),
  }),
  sourceTime: (record) => record.last_modified ?? null,
  columns: () => ({ customFields: null, haloCreatedAt: null, haloUpdatedAt: null }),
});

const ID = 7;
const sent = new Date('2026-01-01T12:00:00Z');
const answered = new Date('2026-01-01T12:00:01Z');
const MODIFIED = '2026-01-01T11:59:00Z';

const facts: CopyFacts = {
  connectionId: '018f0000-0000-7000-8000-000000000001',
  haloId: ID,
  generation: 1,
  deliveryId: '018f0000-0000-7000-8000-000000000002',
  part: 0,
  kind: 'record',
  learnedBy: 'refetch',
  isWhole: true,
  knownAt: answered,
  validFrom: sent,
  runId: null,
  callId: null,
};
const byRead = facts;
const byList: CopyFacts = { ...facts, kind: 'list', learnedBy: 'delta', isWhole: false };
const byWebhook: CopyFacts = { ...facts, kind: 'webhook', learnedBy: 'webhook', isWhole: false, validFrom: null };
const byFullWebhook: CopyFacts = { ...byWebhook, isWhole: true };

function aMessage(from: CopyFacts, value: JsonObject | Buffer | null): IncomingMessage {
  const bytes = value === null || Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value));
  return { ...copyMessage('halo', 'invoice', from, bytes), partition: 0, offset: '0' };
}

const decoded = (from: CopyFacts, value: JsonObject | Buffer | null) =>
  decodeMessage(definition, aMessage(from, value));
const fieldsOf = (from: CopyFacts, value: JsonObject): JsonObject => decoded(from, value).copy.fields;

/** What M6 does with it, and under which word it is found later. */
function failureOf(message: IncomingMessage): unknown {
  try {
    decodeMessage(definition, message);
  } catch (error) {
    return [failureClass(error), (error as { code?: unknown }).code]; // whatever was thrown; no code is a failed test
  }
  return 'taken';
}

describe('what a copy carries', () => {
  const sparse = { id: ID, reference: '', notes: null, customfields: [], attachments: null, last_modified: MODIFIED };

  it('every field of a read by id, the empty ones too', () => {
    expect(fieldsOf(byRead, sparse)).toEqual(sparse);
  });

  it.each([
    ['a list row', byList],
    ['a small webhook', byWebhook],
    ['a full webhook', byFullWebhook],
  ])('no empty details of %s: there they mean "left out"', (_, from) => {
    expect(fieldsOf(from, sparse)).toEqual({ id: ID, reference: '', last_modified: MODIFIED });
  });

  it('details that are filled, whoever tells them', () => {
    const filled = { id: ID, notes: '', customfields: [{ name: 'floor', value: 0 }], last_modified: MODIFIED };
    expect(fieldsOf(byWebhook, filled)).toEqual(filled);
    expect(fieldsOf(byList, filled)).toEqual(filled);
  });

  it('other fields, even where they are null', () => {
    expect(fieldsOf(byList, { id: ID, reference: null, last_modified: null })).toEqual({
      id: ID,
      reference: null,
      last_modified: null,
    });
  });

  it('lines that a list page shows to be none: it was asked for them', () => {
    expect(fieldsOf(byList, { id: ID, lines: [] })).toEqual({ id: ID, lines: [] });
    expect(fieldsOf(byList, { id: ID, lines: null })).toEqual({ id: ID });
    expect(fieldsOf(byWebhook, { id: ID, lines: [] })).toEqual({ id: ID });
    expect(fieldsOf(byRead, { id: ID, lines: null })).toMatchObject({ lines: null });
  });

  it('a missing modified time, as null, where the record is whole', () => {
    expect(decoded(byRead, { id: ID }).copy).toMatchObject({
      fields: { id: ID, last_modified: null },
      sourceTime: null,
    });
    expect(fieldsOf(byList, { id: ID })).toEqual({ id: ID });
    expect(fieldsOf(byWebhook, { id: ID })).toEqual({ id: ID });
  });

  it('fields that nobody relies on', () => {
    expect(fieldsOf(byWebhook, { id: ID, colour: { name: 'red' } })).toEqual({ id: ID, colour: { name: 'red' } });
  });
});

describe('where a copy stands in time', () => {
  it('a read: between its sending and its answer, and by Halo’s own time', () => {
    expect(decoded(byRead, { id: ID, last_modified: MODIFIED }).copy).toMatchObject({
      sourceTime: new Date(MODIFIED),
      validFrom: sent,
      knownAt: answered,
      isWhole: true,
      isAbsent: false,
    });
  });

  it('a webhook: arbitrarily old, and whole only if its message says so', () => {
    expect(decoded(byWebhook, { id: ID }).copy).toMatchObject({ validFrom: null, knownAt: answered, isWhole: false });
    const whole = { id: ID, notes: 'paid', customfields: [] };
    expect(decoded(byFullWebhook, whole).copy).toMatchObject({ validFrom: null, isWhole: true });
    expect(decoded(byWebhook, whole).copy.isWhole).toBe(false);
  });

  it.each([{}, { notes: null, customfields: [] }, { details_html: '' }])(
    'a webhook that is said to be whole and carries no details is a small one: %j',
    (fields) => {
      expect(decoded(byFullWebhook, { id: ID, ...fields }).copy.isWhole).toBe(false);
    },
  );

  it('a whole webhook never erases with an empty detail', () => {
    expect(decoded(byFullWebhook, { id: ID, notes: 'paid', lines: [], customfields: null }).copy.fields).toEqual({
      id: ID,
      notes: 'paid',
    });
  });

  it('Halo’s sentinel for "never" is no time', () => {
    expect(decoded(byRead, { id: ID, last_modified: '1900-01-01T00:00:00' }).copy.sourceTime).toBeNull();
  });
});

describe('a record that is gone', () => {
  it('no value: the read by id found nothing', () => {
    expect(decoded(byRead, null).copy).toMatchObject({
      isAbsent: true,
      fields: {},
      validFrom: sent,
      knownAt: answered,
    });
  });

  it('`deleted` in a read by id counts as absent', () => {
    expect(decoded(byRead, { id: ID, deleted: true, last_modified: MODIFIED }).copy).toMatchObject({
      isAbsent: true,
      validFrom: sent,
    });
    expect(decoded(byRead, { id: ID, deleted: 'True' }).copy.isAbsent).toBe(true);
  });

  it.each([
    ['a list row', byList],
    ['a webhook', byFullWebhook],
  ])('`deleted` in %s is a touch: without any time, the record is read by id', (_, from) => {
    expect(decoded(from, { id: ID, deleted: true, last_modified: MODIFIED }).copy).toMatchObject({
      isAbsent: false,
      sourceTime: null,
      validFrom: null,
    });
  });

  it('`deleted: false` and null say nothing', () => {
    expect(decoded(byRead, { id: ID, deleted: false }).copy.isAbsent).toBe(false);
    expect(decoded(byRead, { id: ID, deleted: null }).copy.isAbsent).toBe(false);
  });
});

describe('poison', () => {
  it.each([
    ['nothing', ''],
    ['HTML', '<html>Sign in</html>'],
    ['half a record', '{"id":7,'],
    ['too deep a record', '['.repeat(100) + ']'.repeat(100)],
  ])('%s is unreadable', (_, text) => {
    expect(failureOf(aMessage(byRead, Buffer.from(text)))).toEqual(['poison', 'record_unreadable']);
  });

  it.each([
    ['a list', '[{"id":7}]'],
    ['no id', '{"reference":"x"}'],
    ['an id that is none', '{"id":"seven"}'],
    ['the id of another record', '{"id":8}'],
    ['a date that is none', '{"id":7,"last_modified":"soon"}'],
    ['a number that cannot be kept', '{"id":7,"total":1e400}'],
  ])('%s breaks the contract', (_, text) => {
    expect(failureOf(aMessage(byRead, Buffer.from(text)))).toEqual(['poison', 'record_invalid']);
  });

  it.each([
    'ce_id',
    'halosync_kind',
    'halosync_whole',
    'halosync_known_at',
    'halosync_generation',
    'halosync_learned_by',
  ])('a message without %s is unreadable', (name) => {
    const message = aMessage(byRead, { id: ID });
    expect(failureOf({ ...message, headers: { ...message.headers, [name]: undefined } })).toEqual([
      'poison',
      'record_unreadable',
    ]);
  });

  it.each([null, 'not a key', '018f0000-0000-7000-8000-000000000001:'])(
    'a message with the key %s is unreadable',
    (key) => {
      expect(failureOf({ ...aMessage(byRead, { id: ID }), key })).toEqual(['poison', 'record_unreadable']);
    },
  );

  it('a time that is none is unreadable', () => {
    const message = aMessage(byRead, { id: ID });
    expect(failureOf({ ...message, headers: { ...message.headers, halosync_valid_from: 'now' } })).toEqual([
      'poison',
      'record_unreadable',
    ]);
  });
});
