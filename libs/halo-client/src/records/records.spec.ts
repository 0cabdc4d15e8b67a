import { inspect } from 'node:util';
import { answer, page } from '../../testing/answer';
import { answering } from '../../testing/sent';
import { resources } from '../resources/resources';
import type { Exchange } from '../transport/halo-call';
import { idSet } from './id-set';
import { listPage } from './list-page';
import { readRecord } from './read-record';

const list = (exchange: Exchange) => listPage(answering(exchange), resources.ticket, { page: 1 });
const record = (exchange: Exchange, id = 7) => readRecord(answering(exchange), resources.ticket, id);
const failsWith = (code: string, retryable: boolean): unknown => expect.objectContaining({ code, retryable });

const failures: readonly [string, Exchange, string, boolean][] = [
  ['401', answer(401), 'halo_unauthorised', false],
  ['403', answer(403, { error: 'no' }), 'halo_forbidden', false],
  ['429', answer(429, 'Rate Limit Reached'), 'halo_rate_limited', true],
  ['408', answer(408), 'halo_server_error', true],
  ['500', answer(500, { ClassName: 'System.Exception', Message: 'Ticket not found' }), 'halo_server_error', true],
  ['502', answer(502, page), 'halo_server_error', true],
  ['400', answer(400, { message: 'Record not found' }), 'halo_server_error', false],
  ['a page with 200', answer(200, page), 'halo_answer_invalid', true],
  ['a page by its type', answer(200, 'hello', { 'content-type': 'text/html' }), 'halo_answer_invalid', true],
  ['nothing', answer(200), 'halo_answer_invalid', true],
  ['204', answer(204), 'halo_answer_invalid', true],
  ['half a body', answer(200, '{"tickets":[{"id":7'), 'halo_answer_invalid', true],
  ['null', answer(200, 'null'), 'halo_answer_invalid', true],
  ['a word', answer(200, '"ok"'), 'halo_answer_invalid', true],
  ['another object', answer(200, { resultCode: 1 }), 'halo_answer_invalid', true],
];

describe('listPage', () => {
  it('reads rows and count out of the envelope', async () => {
    const exchange = answer(200, { page_no: 1, page_size: 50, record_count: 717, tickets: [{ id: 7 }], columns: [] });
    expect(await list(exchange)).toEqual({
      rows: [{ id: 7 }],
      recordCount: 717,
      bytes: exchange.body.length,
      isPastWindow: false,
      isDisordered: false,
      isUnfiltered: false,
    });
  });

  it('takes a bare array, an empty page, and an absent or senseless count', async () => {
    expect(await list(answer(200, [{ id: 7 }]))).toMatchObject({ rows: [{ id: 7 }], recordCount: null });
    expect(await list(answer(200, { record_count: 0, tickets: [] }))).toMatchObject({ rows: [], recordCount: 0 });
    expect(await list(answer(200, { record_count: 0, tickets: null }))).toMatchObject({ rows: [], recordCount: 0 });
    expect(await list(answer(200, { record_count: -1, tickets: [] }))).toMatchObject({ recordCount: null });
    expect(await list(answer(200, { tickets: [] }))).toMatchObject({ recordCount: null });
  });

  it.each([
    ...failures,
    ['404', answer(404), 'halo_not_found', false] as const,
    ['a list of something else', answer(200, { sites: [] }), 'halo_answer_invalid', true] as const,
    ['a null list', answer(200, { tickets: null }), 'halo_answer_invalid', true] as const,
    ['an object for a list', answer(200, { tickets: {} }), 'halo_answer_invalid', true] as const,
    ['a row that is no object', answer(200, { tickets: [{ id: 1 }, null] }), 'halo_answer_invalid', true] as const,
  ])('fails for %s', async (_, exchange, code, retryable) => {
    await expect(list(exchange)).rejects.toEqual(failsWith(code, retryable));
  });

  it('keeps a page whose one record holds an absurd number', async () => {
    expect(await list(answer(200, '{"tickets":[{"id":1},{"id":1e400}]}'))).toMatchObject({
      rows: [{ id: 1 }, { id: 'Infinity' }],
    });
  });

  it('names what it calls for, and shows no token', async () => {
    const api = answering(answer(200, []));
    await listPage(api, resources.ticket, { page: 1 });
    expect(api.calls[0]).toMatchObject({ kind: 'list', entity: 'ticket', method: 'GET' });
    expect(inspect(api.calls, { depth: 9 }) + JSON.stringify(api.calls)).not.toContain('t0ken');
    expect(String(api.calls[0]?.headers['authorization'])).toBe('[redacted]');
  });

  it.each([
    [['2026-10-02T10:00:00', '2026-09-30T00:00:00'], true],
    [['2026-10-02T10:00:00', '2026-10-01T00:00:00'], false],
    [['2026-10-02T10:00:00', '1900-01-01T00:00:00'], true],
    [['2026-10-02T10:00:00', null], true],
    [['2026-09-30T00:00:00', '2026-10-02T10:00:00'], false],
    [['2026-09-29T00:00:00', '2026-09-30T00:00:00'], false], // order not kept: the scan has to go on
    [[], false],
  ])('an ordered scan of %j is past its window: %s', async (times, expected) => {
    const api = answering(answer(200, { invoices: times.map((last_modified, id) => ({ id, last_modified })) }));
    const { isPastWindow } = await listPage(api, resources.invoice, {
      page: 1,
      changedSince: new Date('2026-10-01T00:00:00Z'),
    });
    expect(isPastWindow).toBe(expected);
  });

  it.each([
    [['2026-10-05T00:00:00', '2026-10-04T00:00:00'], false],
    [['2026-10-04T00:00:00', '2026-10-05T00:00:00'], true],
  ])('an ordered scan of %j is out of order: %s', async (times, expected) => {
    const api = answering(answer(200, { invoices: times.map((last_modified, id) => ({ id, last_modified })) }));
    const request = { page: 1, changedSince: new Date('2026-10-01T00:00:00Z') };
    expect((await listPage(api, resources.invoice, request)).isDisordered).toBe(expected);
  });
});

describe('a list of what changed since', () => {
  const since = new Date('2026-10-01T00:00:00.400Z');
  const rows = (...times: readonly (string | null)[]) =>
    answering(answer(200, { tickets: times.map((last_update, id) => ({ id, last_update })) }));

  it.each([
    [['2026-10-01T00:00:00', '2026-10-05T00:00:00'], false],
    [['2026-10-05T00:00:00', '2026-09-30T23:59:58'], true],
    [[null, '1900-01-01T00:00:00'], false], // no time, no proof
    [[], false],
  ])('%j was not filtered: %s', async (times, expected) => {
    const page = await listPage(rows(...times), resources.ticket, { page: 1, changedSince: since });
    expect(page).toMatchObject({ isUnfiltered: expected, isPastWindow: false });
  });

  it('is scanned in order instead where the filter does not work', async () => {
    const request = { page: 1, changedSince: since, by: 'ordered_scan' } as const;
    const api = rows('2026-10-05T00:00:00', '2026-09-30T23:59:58');
    expect(await listPage(api, resources.ticket, request)).toMatchObject({ isUnfiltered: false, isPastWindow: true });
    expect(api.calls[0]?.url).toContain('order=last_update&orderdesc=true');
    expect(api.calls[0]?.url).not.toContain('lastupdatefromdate');
  });
});

describe('idSet', () => {
  it.each([
    [{ record_count: 2, tickets: [{ id: 1 }, { id: 2.0 }] }, 2],
    [{ tickets: [1, '2'] }, null],
    [[{ id: '1' }, { id: 2 }], null],
  ])('%j', async (body, recordCount) => {
    expect(await idSet(answering(answer(200, body)), resources.ticket)).toEqual({ ids: [1, 2], recordCount });
  });

  it('reads 140,000 ids', async () => {
    const rows = Array.from({ length: 140_000 }, (_, i) => ({ id: i + 1 }));
    const { ids } = await idSet(answering(answer(200, { record_count: rows.length, tickets: rows })), resources.ticket);
    expect(ids).toHaveLength(140_000);
  });

  it.each([
    [{ tickets: [{ id: 0 }] }],
    [{ tickets: [{}] }],
    [{ tickets: [null] }],
    [{ tickets: ['9007199254740993'] }],
    [{}],
  ])('refuses %j', async (body) => {
    await expect(idSet(answering(answer(200, body)), resources.ticket)).rejects.toEqual(
      failsWith('halo_answer_invalid', true),
    );
  });
});

describe('readRecord', () => {
  it.each([[{ id: 7, tickets: [] }], [{ id: 7.0 }], [{ id: '7' }]])('gives %j', async (body) => {
    expect(await record(answer(200, body))).toEqual({ absent: false, record: body });
  });

  it.each([[{ tickets: [{ id: 7 }] }], [{ record_count: 1, tickets: [{ id: 7 }] }], [[{ id: 7 }]]])(
    'unwraps %j',
    async (body) => {
      expect(await record(answer(200, body))).toEqual({ absent: false, record: { id: 7 } });
    },
  );

  it('is absent by 404 and by deleted: true, and by nothing else', async () => {
    expect(await record(answer(404))).toEqual({ absent: true, because: 'not_found' });
    expect(await record(answer(404, { message: 'x' }))).toEqual({ absent: true, because: 'not_found' });
    expect(await record(answer(200, { id: 7, deleted: true }))).toEqual({ absent: true, because: 'deleted' });
    for (const deleted of [false, null, 'no', 2])
      expect(await record(answer(200, { id: 7, deleted }))).toMatchObject({ absent: false });
  });

  it.each([
    ...failures,
    ['404 by a proxy', answer(404, page), 'halo_answer_invalid', true] as const,
    ['another record', answer(200, { id: 8 }), 'halo_answer_invalid', true] as const,
    ['another record, deleted', answer(200, { id: 8, deleted: true }), 'halo_answer_invalid', true] as const,
    ['a record without an id', answer(200, { summary: 'x' }), 'halo_answer_invalid', true] as const,
    ['an empty envelope', answer(200, { tickets: [] }), 'halo_answer_invalid', true] as const,
    ['two records', answer(200, { tickets: [{ id: 7 }, { id: 8 }] }), 'halo_answer_invalid', true] as const,
  ])('fails for %s', async (_, exchange, code, retryable) => {
    await expect(record(exchange)).rejects.toEqual(failsWith(code, retryable));
  });
});
