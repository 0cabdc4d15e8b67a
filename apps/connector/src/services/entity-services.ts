import type { EntityName, entityProto } from '@halosync/contracts';
import { perEntity } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { GrpcTls } from '@halosync/grpc';
import { GrpcClient, grpcTls } from '@halosync/grpc';
import type { ConnectorConfig } from '../connector.config';

const DEADLINE_MS = 5_000;
// 137,000 ids are 14 chunks; a purge removes a table in batches.
const LONG_DEADLINE_MS = 60_000;
// A hundred ids each: 200 kB in an answer.
const CALLS_AT_ONCE = 500;

/** How many records a run found and put right, by what was wrong. */
export type RepairCounts = Readonly<Record<keyof entityProto.RepairCounts, number>>;

/** What the four services answer about the copies that they hold; their tables are never read from here. */
export class EntityServices {
  readonly #clients: Record<EntityName, GrpcClient>;

  constructor(addresses: Readonly<Record<EntityName, string>>, tls?: GrpcTls) {
    this.#clients = perEntity((entity) => {
      const serviceName = `${entity.charAt(0).toUpperCase()}${entity.slice(1)}Service`;
      return new GrpcClient({
        address: addresses[entity],
        packageName: `halosync.${entity}.v1`,
        serviceName,
        deadlineMs: DEADLINE_MS,
        tls,
      });
    });
  }

  static fromConfig(config: ConnectorConfig): EntityServices {
    return new EntityServices(
      {
        ticket: config.TICKET_SERVICE_GRPC_URL,
        site: config.SITE_SERVICE_GRPC_URL,
        user: config.USER_SERVICE_GRPC_URL,
        invoice: config.INVOICE_SERVICE_GRPC_URL,
      },
      grpcTls(config),
    );
  }

  async count(entity: EntityName, connectionId: string): Promise<entityProto.CountResponse> {
    return this.#clients[entity].call<entityProto.CountRequest, entityProto.CountResponse>('count', { connectionId });
  }

  /** Ids of the records held live. */
  async liveIds(entity: EntityName, connectionId: string): Promise<Set<number>> {
    const ids = new Set<number>();
    const request: entityProto.ListIdsRequest = { connectionId };
    const answers = this.#clients[entity].stream<entityProto.ListIdsRequest, entityProto.ListIdsResponse>(
      'listIds',
      request,
      { deadlineMs: LONG_DEADLINE_MS },
    );
    for await (const { haloIds } of answers) for (const id of haloIds) ids.add(id);
    return ids;
  }

  /** What became of a run's copies, call by call. */
  async tally(entity: EntityName, runId: string): Promise<readonly entityProto.CallTally[]> {
    const { calls } = await this.#clients[entity].call<entityProto.TallyRequest, entityProto.TallyResponse>('tally', {
      runId,
    });
    return calls;
  }

  async repairCounts(entity: EntityName, runId: string): Promise<RepairCounts> {
    const { counts } = await this.#clients[entity].call<
      entityProto.ListRepairsRequest,
      entityProto.ListRepairsResponse
    >('listRepairs', { runId, after: 0, limit: 0 });
    if (counts === undefined) throw new AppError('internal', 'A service left out what it was asked for.');
    return counts;
  }

  /** The records that each of these calls changed; calls that changed nothing are left out. */
  async applied(entity: EntityName, callIds: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
    const applied = new Map<string, readonly number[]>();
    for (let first = 0; first < callIds.length; first += CALLS_AT_ONCE) {
      const { calls } = await this.#clients[entity].call<entityProto.AppliedRequest, entityProto.AppliedResponse>(
        'applied',
        { callIds: callIds.slice(first, first + CALLS_AT_ONCE) },
      );
      for (const { callId, haloIds } of calls) applied.set(callId, haloIds);
    }
    return applied;
  }

  /** Copies of this generation and older ones are refused from now on. Returns how many records were removed. */
  async closeConnection(entity: EntityName, request: entityProto.CloseConnectionRequest): Promise<number> {
    const { removed } = await this.#clients[entity].call<
      entityProto.CloseConnectionRequest,
      entityProto.CloseConnectionResponse
    >('closeConnection', request, LONG_DEADLINE_MS);
    return removed;
  }

  close(): void {
    for (const client of Object.values(this.#clients)) client.close();
  }
}
