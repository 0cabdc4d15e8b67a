import type { CopyFacts } from '@halosync/contracts';
import { recordKey, uuidv7 } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import type { Copy, Held } from './copy';
import type { Candidate } from './decode-message';
import { fold } from './fold';

const CONNECTION = '018f0000-0000-7000-8000-000000000001';
const ID = 7;
const KEY = recordKey(CONNECTION, ID);
const NOON = Date.UTC(2026, 0, 1, 12);
const at = (second: number): Date => new Date(NOON + second * 1_000);

function aCandidate(kind: CopyFacts['kind'], over: Partial<Copy>, haloId = ID): Candidate {
  const copy: Copy = {
    fields: {},
    isWhole: kind === 'record',
    isAbsent: false,
    sourceTime: null,
    validFrom: null,
    knownAt: at(100),
    ...over,
  };
  const facts: CopyFacts = {
    connectionId: CONNECTION,
    haloId,
    generation: 1,
    deliveryId: uuidv7(),
    part: 0,
    kind,
    learnedBy: kind === 'record' ? 'refetch' : kind === 'list' ? 'delta' : 'webhook',
    isWhole: copy.isWhole,
    knownAt: copy.knownAt,
    validFrom: copy.validFrom,
    runId: null,
    callId: null,
  };
  return { facts, copy };
}

/** A webhook of a change in the given second; its modified time is one of the fields. */
const aWebhook = (second: number, fields: JsonObject, over: Partial<Copy> = {}): Candidate =>
  aCandidate('webhook', { fields: { ...fields, second }, sourceTime: at(second), knownAt: at(second + 1), ...over });

/** A read by id, sent and answered in the given second. */
const aRead = (second: number, fields: JsonObject, over: Partial<Copy> = {}): Candidate =>
  aCandidate('record', { fields, sourceTime: at(second), validFrom: at(second), knownAt: at(second), ...over });

const aHeld = (over: Partial<Held> = {}): Held => ({
  document: { id: ID, summary: 'A', notes: 'n', second: 10 },
  sourceTime: at(10),
  knownAt: at(11),
  isWhole: true,
  isDeleted: false,
  revision: 3,
  ...over,
});

const foldOnto = (held: Held | undefined, ...candidates: Candidate[]) =>
  fold(candidates, new Map(held === undefined ? [] : [[KEY, held]]));

describe('what a change is called', () => {
  it('the first copy creates, and every field of it is new', () => {
    const { versions, changed } = foldOnto(undefined, aWebhook(10, { id: ID, summary: 'A' }));
    expect(versions).toMatchObject([
      { operation: 'created', revision: 1, changed: ['id', 'summary', 'second'], before: {} },
    ]);
    expect(changed).toMatchObject([{ heldBefore: undefined, after: { revision: 1, isWhole: false } }]);
  });

  it('a field that differs is an update, told with its value before', () => {
    const { versions } = foldOnto(aHeld(), aWebhook(20, { id: ID, summary: 'B' }));
    expect(versions).toMatchObject([
      { operation: 'updated', revision: 4, changed: ['summary', 'second'], before: { summary: 'A', second: 10 } },
    ]);
    expect(versions[0]?.document).toEqual({ id: ID, summary: 'B', notes: 'n', second: 20 });
  });

  it('fields that were never held enrich', () => {
    const held = aHeld({ document: { id: ID, summary: 'A' }, isWhole: false });
    const { versions } = foldOnto(held, aRead(20, { id: ID, summary: 'A', notes: 'n' }));
    expect(versions).toMatchObject([{ operation: 'enriched', changed: ['notes'], before: {} }]);
  });

  it('a learned field beside a changed one is an update, and has no value before', () => {
    const held = aHeld({ document: { id: ID, summary: 'A' }, isWhole: false });
    const { versions } = foldOnto(held, aRead(20, { id: ID, summary: 'B', notes: 'n' }));
    expect(versions).toMatchObject([{ operation: 'updated', changed: ['summary', 'notes'], before: { summary: 'A' } }]);
  });

  it('an absence proved deletes, and keeps the document', () => {
    const { versions, changed } = foldOnto(aHeld(), aRead(20, {}, { isAbsent: true, sourceTime: null }));
    expect(versions).toMatchObject([{ operation: 'deleted', revision: 4, changed: [], document: aHeld().document }]);
    expect(changed).toMatchObject([{ after: { isDeleted: true, sourceTime: at(10) } }]);
  });

  it('a read that finds it again restores, even if nothing else differs', () => {
    const { versions } = foldOnto(aHeld({ isDeleted: true }), aRead(20, aHeld().document));
    expect(versions).toMatchObject([{ operation: 'restored', changed: [] }]);
  });
});

describe('a chunk', () => {
  it('makes one version for each change and one row for all of them', () => {
    const last = aWebhook(30, { id: ID, summary: 'A' });
    const { versions, changed, verdicts } = foldOnto(aHeld(), aWebhook(20, { id: ID, summary: 'B' }), last);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['apply', 'apply']);
    expect(versions.map(({ revision, document }) => [revision, document['summary']])).toEqual([
      [4, 'B'],
      [5, 'A'],
    ]);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatchObject({ last, heldBefore: { revision: 3 }, after: { revision: 5 } });
  });

  it('changes once for two copies of the same state, and names the first as the one that did', () => {
    const first = aWebhook(20, { id: ID, summary: 'B' });
    const { versions, changed, verdicts } = foldOnto(aHeld(), first, aWebhook(20, { id: ID, summary: 'B' }));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['apply', 'noop']);
    expect(versions).toHaveLength(1);
    expect(changed[0]?.last).toBe(first);
  });

  it('keeps records apart', () => {
    const other = aCandidate('webhook', { fields: { id: 8 }, sourceTime: at(20) }, 8);
    const { changed } = foldOnto(aHeld(), aWebhook(20, { id: ID, summary: 'B' }), other);
    expect(changed.map(({ last, after }) => [last.facts.haloId, after.revision])).toEqual([
      [ID, 4],
      [8, 1],
    ]);
  });

  it('writes nothing for what is stale, in doubt, or agrees', () => {
    const folded = foldOnto(
      aHeld(),
      aWebhook(5, { id: ID, summary: 'old' }),
      aWebhook(10, { id: ID, summary: 'other' }),
      aWebhook(10, { id: ID, summary: 'A' }),
    );
    expect(folded.verdicts.map(({ verdict }) => verdict)).toEqual(['stale', 'recheck', 'noop']);
    expect(folded).toMatchObject({ versions: [], changed: [], proved: [], thinned: [] });
  });
});

describe('what is known of a row', () => {
  it('a read by id that agrees proves it, without a change', () => {
    const held = aHeld({ isWhole: false });
    const read = aRead(20, held.document);
    const { proved, changed, versions } = foldOnto(held, read);
    expect([changed, versions]).toEqual([[], []]);
    expect(proved).toEqual([{ last: read, heldBefore: held, after: { ...held, knownAt: at(20), isWhole: true } }]);
  });

  it('a proof after a change in the same chunk is part of the changed row', () => {
    const change = aWebhook(20, { id: ID, summary: 'B' });
    const read = aRead(30, { id: ID, summary: 'B', notes: 'n', second: 20 });
    const { proved, changed } = foldOnto(aHeld(), change, read);
    expect(proved).toEqual([]);
    expect(changed).toMatchObject([{ last: change, after: { revision: 4, knownAt: at(30), isWhole: true } }]);
  });

  it('a partial copy over a whole row thins it, once', () => {
    const thinning = aWebhook(20, { id: ID, summary: 'B' });
    const { thinned } = foldOnto(aHeld(), thinning, aWebhook(30, { id: ID, summary: 'C' }));
    expect(thinned).toEqual([thinning]);
  });

  it('a partial copy over a partial row, a whole copy and a first copy thin nothing', () => {
    expect(foldOnto(aHeld({ isWhole: false }), aWebhook(20, { id: ID, summary: 'B' })).thinned).toEqual([]);
    expect(foldOnto(aHeld(), aWebhook(20, { id: ID, summary: 'B' }, { isWhole: true })).thinned).toEqual([]);
    expect(foldOnto(undefined, aWebhook(20, { id: ID, summary: 'B' })).thinned).toEqual([]);
  });

  it('details whose read was overtaken by a newer partial copy are asked for again', () => {
    // Read in second 20, answered before the change of second 30, and later here than that change's small webhook.
    const overtaken = aRead(20, { id: ID, summary: 'B', notes: 'm', second: 20 });
    const small = aWebhook(30, { id: ID, summary: 'C' });
    const { verdicts, thinned } = foldOnto(aHeld({ isWhole: false }), small, overtaken);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['apply', 'stale']);
    expect(thinned).toEqual([overtaken]);
    expect(foldOnto(aHeld({ knownAt: at(40) }), aRead(5, { id: ID, summary: 'old' })).thinned).toEqual([]);
  });
});
