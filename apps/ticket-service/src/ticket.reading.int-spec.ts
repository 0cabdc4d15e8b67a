import type { entityProto } from '@halosync/contracts';
import { GrpcClient } from '@halosync/grpc';
import type { ServedEntity } from '@halosync/ingest/testing';
import { CONNECTION, aRecordReceived, byWebhook, servedEntity } from '@halosync/ingest/testing';
import { ticketProgram } from './ticket.program';

const OTHER = '018f0000-0000-7000-8000-000000000002';

describe('tickets by gRPC', () => {
  let service: ServedEntity;
  let grpc: GrpcClient;

  beforeAll(async () => {
    service = await servedEntity(ticketProgram);
    grpc = new GrpcClient({
      address: service.address,
      packageName: 'halosync.ticket.v1',
      serviceName: 'TicketService',
      deadlineMs: 10_000,
    });
    await service.take(
      ...Array.from({ length: 12 }, (_, index) =>
        aRecordReceived('ticket', index + 1, {
          id: index + 1,
          summary: index === 4 ? 'Drucker 100% voll_é' : `Ticket number ${String(index + 1)}`,
          status_id: index % 3,
          timetaken: index === 2 ? 1.1 : null,
          category_1: 'Hardware>Printer',
          customfields: [{ name: 'CFroom', value: 'B 12' }],
          last_update: `2026-10-01T08:00:${String(index).padStart(2, '0')}.5`,
        }),
      ),
      aRecordReceived('ticket', 1, { id: 1, summary: 'elsewhere' }, { connectionId: OTHER }),
    );
    await service.take(
      aRecordReceived('ticket', 2, { id: 2, summary: 'changed', last_update: '2026-10-02T08:00:00' }, byWebhook),
    );
    await service.take(aRecordReceived('ticket', 12, null));
  });
  afterAll(async () => {
    grpc.close();
    await service.close();
  });

  const get = async (request: Partial<entityProto.GetRequest>): Promise<entityProto.Ticket> => {
    const answer = await grpc.call<unknown, { record: entityProto.Ticket }>('get', {
      connectionId: CONNECTION,
      ...request,
    });
    return answer.record;
  };
  const list = (request: Partial<entityProto.ListRequest>): Promise<entityProto.ListResponse> =>
    grpc.call('list', { connectionId: CONNECTION, ...request });
  const ids = async (request: Partial<entityProto.ListRequest>): Promise<number[]> =>
    (await list(request)).items.map(({ haloId }) => haloId);
  const history = (request: Partial<entityProto.HistoryRequest>): Promise<entityProto.HistoryResponse> =>
    grpc.call('history', { connectionId: CONNECTION, ...request });

  it('one is as SQL shows it', async () => {
    expect(await get({ haloId: 3 })).toEqual({
      connectionId: CONNECTION,
      haloId: 3,
      revision: 1,
      learnedBy: 'refetch',
      isWhole: true,
      syncedAt: expect.stringMatching(/^20.*Z$/) as string,
      haloUpdatedAt: '2026-10-01T08:00:02.500Z',
      customFieldsJson: '{"CFroom": "B 12"}',
      rawJson: expect.stringContaining('"Ticket number 3"') as string,
      summary: 'Ticket number 3',
      statusId: 2,
      category1: 'Hardware>Printer',
      timeTaken: '1.1',
    });
  });

  it('one that is deleted is shown on request alone', async () => {
    await expect(get({ haloId: 12 })).rejects.toMatchObject({ code: 'not_found' });
    expect((await get({ haloId: 12, includeDeleted: true })).deletedAt).toBeDefined();
    await expect(get({ haloId: 99 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(get({ connectionId: 'x', haloId: 1 })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('only the fields of the mask are read', async () => {
    expect(await get({ haloId: 3, readMask: { paths: ['summary', 'halo_id'] } })).toEqual({
      connectionId: CONNECTION,
      haloId: 3,
      revision: 0,
      learnedBy: '',
      rawJson: '',
      summary: 'Ticket number 3',
    });
    await expect(get({ haloId: 3, readMask: { paths: ['sumary'] } })).rejects.toMatchObject({
      errors: [{ field: 'read_mask' }],
    });
  });

  it.each<[string, entityProto.Filter, number[]]>([
    ['equals', { column: 'status_id', equals: '0' }, [1, 4, 7, 10]],
    ['not equals, null too', { column: 'time_taken', notEquals: '1.10' }, [1, 2, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['less than', { column: 'halo_id', lessThan: '3' }, [1, 2]],
    ['at most', { column: 'halo_updated_at', atMost: '2026-10-01T10:00:00.5+02:00' }, [1]],
    ['greater than', { column: 'time_taken', greaterThan: '1.0999' }, [3]],
    ['at least', { column: 'halo_updated_at', atLeast: '2026-10-02T08:00:00Z' }, [2]],
    ['contains, any case', { column: 'summary', contains: 'DRUCKER' }, [5]],
    ['contains, no wildcards', { column: 'summary', contains: '%' }, [5]],
    ['is null', { column: 'time_taken', isNull: false }, [3]],
    ['is true', { column: 'is_whole', equals: 'false' }, [2]],
  ])('a filter: %s', async (_, filter, expected) => {
    expect(await ids({ filters: [filter] })).toEqual(expected);
  });

  it.each<[string, Partial<entityProto.ListRequest>]>([
    ['a column that is none', { filters: [{ column: 'raw', equals: '1' }] }],
    ['a name with SQL in it', { filters: [{ column: 'summary" OR 1=1 --', equals: '1' }] }],
    ['a value of another type', { filters: [{ column: 'status_id', equals: 'open' }] }],
    ['an order that is none', { filters: [{ column: 'on_hold', lessThan: 'true' }] }],
    ['no condition', { filters: [{ column: 'summary' }] }],
    ['a day that is none', { changedSince: '2026-13-01T00:00:00Z' }],
    ['a page token of somebody else', { pageToken: 'WyJ4Il0' }],
  ])('%s is refused', async (_, request) => {
    await expect(list(request)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('text is found in any text column, and an id by its number', async () => {
    expect(await ids({ q: 'number 1' })).toEqual([1, 10, 11]);
    expect(await ids({ q: '7' })).toEqual([7]);
    expect(await ids({ q: '12' })).toEqual([]);
    expect(await ids({ q: '12', includeDeleted: true })).toEqual([12]);
  });

  it('what changed here since, deletions on request', async () => {
    const [row] = await service.dataSource.query<{ at: Date }[]>(
      'SELECT min(recorded_at) AS at FROM ticket_version WHERE revision = 2',
    );
    const changedSince = row!.at.toISOString();
    expect(await ids({ changedSince })).toEqual([2]);
    expect(await ids({ changedSince, includeDeleted: true })).toEqual([2, 12]);
  });

  it('pages hold every record once, of one connection and of all', async () => {
    for (const connectionId of [CONNECTION, '']) {
      const seen: string[] = [];
      let pageToken = '';
      do {
        const page = await list({ connectionId, pageSize: 5, pageToken, includeDeleted: true });
        seen.push(...page.items.map((ticket) => `${ticket.connectionId}:${String(ticket.haloId)}`));
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
      expect(seen).toHaveLength(connectionId === '' ? 13 : 12);
      expect(new Set(seen).size).toBe(seen.length);
    }
    const first = await list({ pageSize: 5 });
    await expect(list({ pageSize: 5, pageToken: first.nextPageToken, q: 'x' })).rejects.toMatchObject({
      errors: [{ field: 'page_token' }],
    });
  });

  it('a page is never larger than 500', async () => {
    await service.take(
      ...Array.from({ length: 501 }, (_, index) =>
        aRecordReceived('ticket', index + 1, { id: index + 1 }, { connectionId: OTHER.replace(/2$/, '3') }),
      ),
    );
    const page = await list({ connectionId: OTHER.replace(/2$/, '3'), pageSize: 10_000 });
    expect(page.items).toHaveLength(500);
    expect(page.nextPageToken).not.toBe('');
  });

  it('the history of one, oldest or newest first, page by page, and as of a moment', async () => {
    const { items } = await history({ haloId: 2 });
    expect(items).toMatchObject([
      {
        operation: 'created',
        validTo: '2026-10-02T08:00:00.000Z',
        record: { revision: 1, summary: 'Ticket number 2' },
      },
      {
        operation: 'updated',
        learnedBy: 'webhook',
        validFrom: '2026-10-02T08:00:00.000Z',
        changed: [
          { field: 'summary', beforeJson: '"Ticket number 2"', afterJson: '"changed"' },
          { field: 'last_update', beforeJson: '"2026-10-01T08:00:01.5"', afterJson: '"2026-10-02T08:00:00"' },
        ],
        record: { revision: 2, summary: 'changed', category1: 'Hardware>Printer' },
      },
    ]);
    const newest = await history({ haloId: 2, newestFirst: true, pageSize: 1 });
    expect(newest.items).toMatchObject([{ record: { revision: 2 } }]);
    const older = await history({ haloId: 2, newestFirst: true, pageSize: 1, pageToken: newest.nextPageToken });
    expect(older).toMatchObject({ items: [{ record: { revision: 1 } }], nextPageToken: '' });
    expect((await history({ haloId: 2, asOf: '2026-10-02T07:59:59Z' })).items).toHaveLength(1);
    await expect(history({ haloId: 99 })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a deletion in the history says when we learned of it', async () => {
    const { items } = await history({ haloId: 12 });
    const { deletedAt } = await get({ haloId: 12, includeDeleted: true });
    expect(items).toMatchObject([
      { operation: 'created' },
      { operation: 'deleted', record: { deletedAt, revision: 2 } },
    ]);
  });

  it('a query ends with the deadline of its call', async () => {
    const blocker = service.dataSource.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('LOCK TABLE ticket IN ACCESS EXCLUSIVE MODE');
    await expect(grpc.call('get', { connectionId: CONNECTION, haloId: 1 }, 300)).rejects.toMatchObject({
      code: 'timeout',
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const [waiting] = await service.dataSource.query<{ count: string }[]>(
      `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    await blocker.rollbackTransaction();
    await blocker.release();
    expect(waiting!.count).toBe('0');
  });
});
