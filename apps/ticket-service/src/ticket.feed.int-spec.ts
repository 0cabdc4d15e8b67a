import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { HalosyncClient } from '@halosync/client';
import type { FeedMessage } from '@halosync/client';
import type { Ticket } from '@halosync/contracts';
import { GrpcClient } from '@halosync/grpc';
import type { ServedEntity } from '@halosync/ingest/testing';
import { CONNECTION, aRecordReceived, servedEntity } from '@halosync/ingest/testing';
import { eventually } from '@halosync/testing';
import { ticketProgram } from './ticket.program';

const OTHER = '018f0000-0000-7000-8000-000000000002';
const MIB = 1024 * 1024;

describe('the change feed by gRPC', () => {
  let service: ServedEntity;
  let client: HalosyncClient;
  let nextId = 1;

  beforeAll(async () => {
    service = await servedEntity(ticketProgram);
    client = new HalosyncClient({ tickets: service.address });
  });
  afterAll(async () => {
    client.close();
    await service.close();
  });

  const take = async (count: number, connectionId = CONNECTION, fill = 'x'): Promise<number[]> => {
    const ids = Array.from({ length: count }, () => nextId++);
    await service.take(...ids.map((id) => aRecordReceived('ticket', id, { id, summary: fill }, { connectionId })));
    service.kick();
    return ids;
  };
  const last = async (): Promise<number> => {
    const [row] = await service.dataSource.query<{ last: string }[]>('SELECT last FROM outbox_position');
    return Number(row!.last);
  };
  const stamped = (): Promise<number> =>
    eventually(async () => {
      const [row] = await service.dataSource.query<{ count: string }[]>(
        'SELECT count(*) FROM ticket_version WHERE position IS NULL',
      );
      if (row!.count !== '0') throw new Error('not yet');
      return last();
    });
  const collect = async (feed: AsyncIterable<FeedMessage<Ticket>>, count: number): Promise<FeedMessage<Ticket>[]> => {
    const seen: FeedMessage<Ticket>[] = [];
    for await (const message of feed) {
      seen.push(message);
      if (seen.length === count) break;
    }
    return seen;
  };

  it('tells everything from the beginning, then each change as it comes, deletions too', async () => {
    const ids = await take(250);
    const feed = client.tickets.changes();
    const old = await collect(client.tickets.changes(), 250);
    expect(old.map(({ change }) => change.record.haloId)).toEqual(ids);
    expect(old.map(({ cursor }) => cursor)).toEqual(ids.map((_, index) => old[0]!.cursor + index));

    const fresh = collect(client.tickets.changes({ after: old.at(-1)!.cursor }), 2);
    await sleep(300);
    const at = performance.now();
    await service.take(aRecordReceived('ticket', ids[0]!, null));
    service.kick();
    await take(1);
    const [deletion, creation] = await fresh;
    expect(performance.now() - at).toBeLessThan(2_000);
    expect(deletion).toMatchObject({ change: { operation: 'deleted', record: { haloId: ids[0], summary: 'x' } } });
    expect(deletion!.change.record.deletedAt).toBe(
      (await client.tickets.get(CONNECTION, ids[0]!, { includeDeleted: true })).deletedAt,
    );
    expect(creation!.change.operation).toBe('created');
    await feed.return(undefined);
  });

  it('goes on from any cursor without gap or repeat, over restarts of the service', async () => {
    const from = await stamped();
    const ids: number[] = [];
    const reading = collect(client.tickets.changes({ after: from }), 600);
    for (let round = 0; round < 6; round++) {
      ids.push(...(await take(100)));
      if (round % 2 === 0) await service.restart();
    }
    const seen = await reading;
    expect(seen.map(({ cursor }) => cursor)).toEqual(ids.map((_, index) => from + index + 1));
    expect(seen.map(({ change }) => change.record.haloId)).toEqual(ids);
  });

  it('of one connection alone, and signs of life pass the changes of others', async () => {
    const from = await stamped();
    await take(20, OTHER);
    const [own] = await take(1);
    const [message] = await collect(client.tickets.changes({ after: from, connectionId: CONNECTION }), 1);
    expect(message).toMatchObject({ cursor: from + 21, change: { record: { haloId: own } } });

    await take(5, OTHER);
    const end = await stamped();
    const grpc = rawClient();
    const stream = grpc.stream<unknown, { cursor: number; change: unknown }>('streamChanges', {
      connectionId: CONNECTION,
      afterCursor: from + 21,
    });
    expect((await stream.next()).value).toMatchObject({ cursor: end, change: null });
    await stream.return(undefined);
    grpc.close();
  });

  it('a client that does not read holds nobody else and no memory', async () => {
    const from = await stamped();
    const slow = rawClient();
    const stalled = slow.stream<unknown, { cursor: number }>(
      'streamChanges',
      { afterCursor: from },
      { deadlineMs: 60_000 },
    );
    await stalled.next(); // the sign of life: it listens, and from here on takes nothing
    const before = memory();
    const ids: number[] = [];
    const reading = (async () => {
      let count = 0;
      for await (const { change } of client.tickets.changes({ after: from })) {
        expect(change.record.haloId).toBe(ids[count++]);
        if (count === 800) return;
      }
    })();
    // 800 changes of 30 kB, each sent as a column, as a changed field and in the document: 72 MB.
    for (let round = 0; round < 16; round++) {
      const fresh = Array.from({ length: 50 }, (_, index) => nextId + index);
      ids.push(...fresh);
      await take(50, CONNECTION, randomBytes(15_000).toString('hex'));
    }
    await reading;
    // What was under way a moment ago goes; what waits for the one that does not read would stay.
    await eventually(() => expect((memory() - before) / MIB).toBeLessThan(40), { intervalMs: 500 });
    // It has lost nothing meanwhile.
    for (const id of ids.slice(0, 200)) {
      const { value } = (await stalled.next()) as { value: { change: { record: Ticket } } };
      expect(value.change.record.haloId).toBe(id);
    }
    await stalled.return(undefined);
    slow.close();
  }, 90_000);

  it('asks the database nothing more once its callers are gone or their time is over', async () => {
    const from = await stamped();
    const grpc = rawClient();
    const looks = async (): Promise<Date | null> => {
      const [row] = await service.dataSource.query<{ at: Date | null }[]>(
        `SELECT max(query_start) AS at FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT last, pruned%'`,
      );
      return row!.at;
    };
    const cancelled = new AbortController();
    const first = grpc.stream('streamChanges', { afterCursor: from }, { signal: cancelled.signal });
    await first.next();
    const before = await looks();
    await sleep(1_500);
    expect(await looks()).not.toEqual(before);
    cancelled.abort();
    await expect(first.next()).rejects.toMatchObject({ code: 'unavailable' });

    const second = grpc.stream('streamChanges', { afterCursor: from }, { deadlineMs: 400 });
    await second.next();
    await expect(second.next()).rejects.toMatchObject({ code: 'timeout' });
    await sleep(300);
    const after = await looks();
    await sleep(2_500);
    // Not later, that is: a session that has asked something else since shows only that.
    expect(Number(await looks())).toBeLessThanOrEqual(Number(after));
    grpc.close();
  });

  it('a cursor that the feed cannot go on from is refused, and says what to do', async () => {
    const end = await stamped();
    await expect(client.tickets.changes({ after: end + 1 }).next()).rejects.toMatchObject({
      code: 'out_of_range',
      message: expect.stringContaining('after_cursor 0') as string,
    });
    await service.dataSource.query('UPDATE outbox_position SET pruned = 50');
    await expect(client.tickets.changes({ after: 49 }).next()).rejects.toMatchObject({ code: 'out_of_range' });
    expect(await collect(client.tickets.changes({ after: 50 }), 1)).toHaveLength(1);
    expect(await collect(client.tickets.changes(), 1)).toHaveLength(1);
    await service.dataSource.query('UPDATE outbox_position SET pruned = 0');
  });

  it('publishes again from a position or a time, in order, before anything new', async () => {
    const end = await stamped();
    await eventually(() => expect(positions(service).at(-1)).toBe(end));
    const sent = service.published.length;
    const answer = await client.tickets.republish({ afterPosition: end - 30 });
    expect(answer).toEqual({ changes: 30, afterPosition: end - 30 });
    await take(2);
    await eventually(() => expect(positions(service).slice(sent)).toHaveLength(32));
    expect(positions(service).slice(sent)).toEqual(Array.from({ length: 32 }, (_, index) => end - 29 + index));
    expect((await client.tickets.republish({ since: new Date(Date.now() + 60_000) })).changes).toBe(0);
    expect((await client.tickets.republish({ since: new Date(0) })).changes).toBe(end + 2);
  });

  const rawClient = (): GrpcClient =>
    new GrpcClient({
      address: service.address,
      packageName: 'halosync.ticket.v1',
      serviceName: 'TicketService',
      deadlineMs: 30_000,
    });
});

const positions = (service: ServedEntity): number[] =>
  service.published.flatMap(({ headers }) =>
    headers['halosync_position'] === undefined ? [] : [Number(headers['halosync_position'])],
  );

/** What is held after a collection of garbage. */
function memory(): number {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
