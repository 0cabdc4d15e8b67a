import type { ServerWritableStream, sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { Server, ServerCredentials, loadPackageDefinition, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { CopyFacts, EntityName, entityProto } from '@halosync/contracts';
import { entityNames, perEntity, protoPath, readCopyFacts, topicName } from '@halosync/contracts';
import type { Chunk, KafkaOptions } from '@halosync/kafka';
import { ChunkConsumer } from '@halosync/kafka';

const CHUNK = 10_000;

export interface Taken {
  readonly entity: EntityName;
  readonly facts: CopyFacts;
  readonly record: Readonly<Record<string, unknown>> | null;
}

type Tally = Omit<entityProto.CallTally, 'callId'>;

/** What the connector needs of the four services, in memory: takes every copy, keeps the newest of each record. */
export class FakeServices {
  readonly taken: Taken[] = [];
  readonly closed: (entityProto.CloseConnectionRequest & { entity: EntityName })[] = [];
  /** While set, chunks of that entity wait. */
  readonly held = new Set<EntityName>();
  /** These do not answer when a connection is closed. */
  readonly away = new Set<EntityName>();
  /** Records that no service can take. */
  readonly poison = new Set<string>();
  private readonly rows = perEntity(() => new Map<string, Map<number, Record<string, unknown> | null>>());
  private readonly tallies = perEntity(() => new Map<string, Map<string, Tally>>());
  private readonly applied = perEntity(() => new Map<string, Set<number>>());
  private isClosed = false;

  private constructor(
    private readonly server: Server,
    private readonly consumer: ChunkConsumer,
    readonly address: string,
  ) {}

  static async start(kafka: KafkaOptions, topicPrefix: string): Promise<FakeServices> {
    const server = new Server();
    const consumer = new ChunkConsumer({
      kafka,
      group: `${topicPrefix}-fake-services`,
      topics: entityNames.map((entity) => topicName(topicPrefix, entity, 'received')),
      concurrency: 4,
      handle: (chunk) => services.take(chunk),
      onCrash: (error) => console.error(error),
    });
    const port = await new Promise<number>((bound, failed) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, found) =>
        error === null ? bound(found) : failed(error),
      );
    });
    const services: FakeServices = new FakeServices(server, consumer, `127.0.0.1:${String(port)}`);
    for (const entity of entityNames) services.serve(entity);
    await consumer.start();
    return services;
  }

  live(entity: EntityName, connectionId: string): number[] {
    return [...(this.rows[entity].get(connectionId) ?? [])]
      .flatMap(([id, row]) => (row === null ? [] : [id]))
      .sort((a, b) => a - b);
  }

  row(entity: EntityName, connectionId: string, id: number): Record<string, unknown> | null | undefined {
    return this.rows[entity].get(connectionId)?.get(id);
  }

  /** As if a copy of it had never come. */
  forget(entity: EntityName, connectionId: string, id: number): void {
    this.rows[entity].get(connectionId)?.delete(id);
  }

  /** As if a webhook had brought it. */
  put(entity: EntityName, connectionId: string, id: number, row: Record<string, unknown> = { id }): void {
    const rows = this.rows[entity].get(connectionId) ?? new Map<number, Record<string, unknown> | null>();
    this.rows[entity].set(connectionId, rows.set(id, row));
  }

  async stop(): Promise<void> {
    this.isClosed = true;
    await this.consumer.stop();
    this.server.forceShutdown();
  }

  private async take(chunk: Chunk): Promise<void> {
    const entity = entityNames.find((name) => chunk[0]?.topic.includes(`.${name}.`)) ?? 'ticket';
    while (this.held.has(entity) && !this.isClosed) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const { key, headers, value } of chunk) {
      const facts = readCopyFacts(key, headers);
      const record = value === null ? null : (JSON.parse(value.toString()) as Record<string, unknown>);
      this.taken.push({ entity, facts, record });
      this.count(entity, facts, this.judge(entity, facts, record));
    }
  }

  private judge(entity: EntityName, facts: CopyFacts, record: Record<string, unknown> | null): keyof Tally {
    if (this.poison.has(`${entity}:${String(facts.haloId)}`)) return 'dead';
    const held = this.row(entity, facts.connectionId, facts.haloId);
    const rows = this.rows[entity].get(facts.connectionId) ?? new Map<number, Record<string, unknown> | null>();
    const isAgreed = record === null ? held === null : agrees(held, carried(record, facts.isWhole));
    if (isAgreed) return 'noop';
    const merged = record === null ? null : { ...held, ...carried(record, facts.isWhole) };
    this.rows[entity].set(facts.connectionId, rows.set(facts.haloId, merged));
    const { callId } = facts;
    if (callId !== null)
      this.applied[entity].set(callId, (this.applied[entity].get(callId) ?? new Set()).add(facts.haloId));
    return record === null ? 'tombstone' : 'apply';
  }

  private count(entity: EntityName, { runId, callId }: CopyFacts, verdict: keyof Tally): void {
    if (runId === null || callId === null) return;
    const calls = this.tallies[entity].get(runId) ?? new Map<string, Tally>();
    const tally = calls.get(callId) ?? { apply: 0, noop: 0, tombstone: 0, stale: 0, recheck: 0, dead: 0, dropped: 0 };
    this.tallies[entity].set(runId, calls.set(callId, { ...tally, [verdict]: tally[verdict] + 1 }));
  }

  private serve(entity: EntityName): void {
    const file = `halosync/${entity}/v1/${entity}.proto`;
    const options = {
      keepCase: false,
      longs: Number,
      enums: String,
      defaults: true,
      arrays: true,
      oneofs: true,
      includeDirs: [protoPath()],
    };
    const loaded = loadPackageDefinition(loadSync(file, options)) as unknown as {
      halosync: Record<string, { v1: Record<string, { service: Parameters<Server['addService']>[0] }> }>;
    };
    const { service } = loaded.halosync[entity]!.v1[`${entity.charAt(0).toUpperCase()}${entity.slice(1)}Service`]!;
    this.server.addService(service, {
      count: unary(({ connectionId }: entityProto.CountRequest): entityProto.CountResponse => {
        const live = this.live(entity, connectionId).length;
        return { live, tombstones: 0, deadLetters: this.poison.size, unpublished: 0, lastChangeAt: '' };
      }),
      listIds: (call: ServerWritableStream<entityProto.ListIdsRequest, entityProto.ListIdsResponse>) => {
        const ids = this.live(entity, call.request.connectionId);
        // In chunks, as the services do.
        for (let from = 0; from < ids.length; from += CHUNK) call.write({ haloIds: ids.slice(from, from + CHUNK) });
        call.end();
      },
      tally: unary(({ runId }: entityProto.TallyRequest): entityProto.TallyResponse => ({
        calls: [...(this.tallies[entity].get(runId) ?? [])].map(([callId, tally]) => ({ callId, ...tally })),
      })),
      listRepairs: unary(({ runId }: entityProto.ListRepairsRequest): entityProto.ListRepairsResponse => {
        const calls = [...(this.tallies[entity].get(runId)?.values() ?? [])];
        const counts = {
          ...{ missingHere: 0, alteredHere: 0, createdInHalo: 0, restoredInHalo: 0 },
          changedInHalo: calls.reduce((sum, { apply }) => sum + apply, 0),
          deletedInHalo: calls.reduce((sum, { tombstone }) => sum + tombstone, 0),
        };
        return { items: [], hasMore: false, counts };
      }),
      applied: unary(({ callIds }: entityProto.AppliedRequest): entityProto.AppliedResponse => ({
        calls: callIds.flatMap((callId) => {
          const ids = this.applied[entity].get(callId);
          return ids === undefined ? [] : [{ callId, haloIds: [...ids] }];
        }),
      })),
      closeConnection: (
        { request }: ServerUnaryCall<entityProto.CloseConnectionRequest, entityProto.CloseConnectionResponse>,
        callback: sendUnaryData<entityProto.CloseConnectionResponse>,
      ): void => {
        if (this.away.has(entity)) {
          callback({ code: status.UNAVAILABLE, details: 'away' });
          return;
        }
        this.closed.push({ ...request, entity });
        const removed = request.purge ? this.live(entity, request.connectionId).length : 0;
        if (request.purge) this.rows[entity].delete(request.connectionId);
        callback(null, { removed });
      },
    });
  }
}

function unary<Request, Response>(answer: (request: Request) => Response) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void =>
    callback(null, answer(call.request));
}

/** A partial copy leaves out what a whole one would carry. */
function carried(record: Readonly<Record<string, unknown>>, isWhole: boolean): Record<string, unknown> {
  const isLeftOut = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(record).filter(([, value]) => isWhole || !isLeftOut(value)));
}

function agrees(
  held: Readonly<Record<string, unknown>> | null | undefined,
  fields: Readonly<Record<string, unknown>>,
): boolean {
  if (held === null || held === undefined) return false;
  return Object.entries(fields).every(([name, value]) => JSON.stringify(held[name]) === JSON.stringify(value));
}
