import type { EntityName, entityProto } from '@halosync/contracts';
import { perEntity } from '@halosync/contracts';
import type { GrpcTls } from '@halosync/grpc';
import { GrpcClient } from '@halosync/grpc';

const DEADLINE_MS = 10_000;

/** One entity service, by its proto file. */
export class ServiceClient {
  readonly #grpc: GrpcClient;

  constructor(entity: EntityName, address: string, tls?: GrpcTls) {
    const serviceName = `${entity.charAt(0).toUpperCase()}${entity.slice(1)}Service`;
    this.#grpc = new GrpcClient({
      address,
      packageName: `halosync.${entity}.v1`,
      serviceName,
      deadlineMs: DEADLINE_MS,
      tls,
    });
  }

  async count(connectionId: string, deadlineMs = DEADLINE_MS): Promise<entityProto.CountResponse> {
    return this.#grpc.call('count', { connectionId }, deadlineMs);
  }

  /** Fields as the entity's own message has them. @throws AppError `not_found`. */
  async get(request: Partial<entityProto.GetRequest>): Promise<Readonly<Record<string, unknown>>> {
    const response = await this.#grpc.call<unknown, { readonly record: Readonly<Record<string, unknown>> }>(
      'get',
      request,
    );
    return response.record;
  }

  async list(request: Partial<entityProto.ListRequest>): Promise<{
    readonly items: readonly Readonly<Record<string, unknown>>[];
    readonly nextPageToken: string;
  }> {
    return this.#grpc.call('list', request);
  }

  /** @throws AppError `not_found` where the record was never held. */
  async history(request: Partial<entityProto.HistoryRequest>): Promise<entityProto.HistoryResponse> {
    return this.#grpc.call('history', request);
  }

  async republish(request: entityProto.RepublishRequest): Promise<entityProto.RepublishResponse> {
    return this.#grpc.call('republish', request);
  }

  async listDeadLetters(request: entityProto.ListDeadLettersRequest): Promise<entityProto.ListDeadLettersResponse> {
    return this.#grpc.call('listDeadLetters', request);
  }

  async replayDeadLetters(request: entityProto.ReplayDeadLettersRequest): Promise<number> {
    const response = await this.#grpc.call<entityProto.ReplayDeadLettersRequest, entityProto.ReplayDeadLettersResponse>(
      'replayDeadLetters',
      request,
    );
    return response.replayed;
  }

  async traceDelivery(request: entityProto.TraceDeliveryRequest): Promise<entityProto.TraceDeliveryResponse> {
    return this.#grpc.call('traceDelivery', request);
  }

  async listRepairs(request: entityProto.ListRepairsRequest): Promise<entityProto.ListRepairsResponse> {
    return this.#grpc.call('listRepairs', request);
  }

  /** Changes of a period that webhooks told. */
  async countTold(request: entityProto.CountToldRequest): Promise<entityProto.CountToldResponse> {
    return this.#grpc.call('countTold', request);
  }

  /** Changes of a period that a run found. */
  async listFound(request: entityProto.ListFoundRequest): Promise<entityProto.FoundChange[]> {
    const found: entityProto.FoundChange[] = [];
    const chunks = this.#grpc.stream<entityProto.ListFoundRequest, entityProto.ListFoundResponse>('listFound', request);
    for await (const { items } of chunks) found.push(...items);
    return found;
  }

  close(): void {
    this.#grpc.close();
  }
}

/** The four entity services. */
export class ServiceClients {
  readonly #clients: Readonly<Record<EntityName, ServiceClient>>;

  constructor(addresses: Readonly<Record<EntityName, string>>, tls?: GrpcTls) {
    this.#clients = perEntity((entity) => new ServiceClient(entity, addresses[entity], tls));
  }

  of(entity: EntityName): ServiceClient {
    return this.#clients[entity];
  }

  close(): void {
    for (const client of Object.values(this.#clients)) client.close();
  }
}
