import type { connectorProto } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { GrpcTls } from '@halosync/grpc';
import { GrpcClient } from '@halosync/grpc';

const USUAL_MS = 10_000;
// One call, which may wait for its turn in the budget.
const ASKING_HALO_MS = 60_000;
// A test makes several calls to Halo, each with a time limit of its own, and may wait for its turn in the budget.
const TESTING_MS = 90_000;

/** The connector, by its proto file: what the gateway knows of Halo. */
export class ConnectorClient {
  readonly #grpc: GrpcClient;

  constructor(address: string, tls?: GrpcTls) {
    this.#grpc = new GrpcClient({
      address,
      packageName: 'halosync.connector.v1',
      serviceName: 'ConnectorService',
      deadlineMs: USUAL_MS,
      tls,
    });
  }

  async test(request: connectorProto.TestConnectionRequest): Promise<connectorProto.TestConnectionResponse> {
    return this.#grpc.call('testConnection', request, TESTING_MS);
  }

  async save(
    request: connectorProto.SaveConnectionRequest,
  ): Promise<{ connection: connectorProto.Connection; outcome: string }> {
    const response = await this.#grpc.call<connectorProto.SaveConnectionRequest, connectorProto.SaveConnectionResponse>(
      'saveConnection',
      request,
      TESTING_MS,
    );
    return { connection: present(response.connection), outcome: response.outcome };
  }

  async list(deadlineMs = USUAL_MS): Promise<connectorProto.Connection[]> {
    const response = await this.#grpc.call<
      connectorProto.ListConnectionsRequest,
      connectorProto.ListConnectionsResponse
    >('listConnections', {}, deadlineMs);
    return response.items.filter(({ status }) => status !== 'deleted');
  }

  /** @throws AppError `not_found`. */
  async get(id: string): Promise<connectorProto.Connection> {
    const response = await this.#grpc.call<connectorProto.GetConnectionRequest, connectorProto.GetConnectionResponse>(
      'getConnection',
      { id },
    );
    const connection = present(response.connection);
    if (connection.status === 'deleted') throw new AppError('not_found', 'There is no such connection.');
    return connection;
  }

  async update(request: connectorProto.UpdateConnectionRequest): Promise<connectorProto.Connection> {
    const response = await this.#grpc.call<
      connectorProto.UpdateConnectionRequest,
      connectorProto.UpdateConnectionResponse
    >('updateConnection', request, TESTING_MS);
    return present(response.connection);
  }

  async delete(id: string, purge: boolean): Promise<number> {
    const response = await this.#grpc.call<
      connectorProto.DeleteConnectionRequest,
      connectorProto.DeleteConnectionResponse
    >('deleteConnection', { id, purge }, TESTING_MS);
    return response.removed;
  }

  async pause(id: string): Promise<connectorProto.Connection> {
    const response = await this.#grpc.call<
      connectorProto.PauseConnectionRequest,
      connectorProto.PauseConnectionResponse
    >('pauseConnection', { id });
    return present(response.connection);
  }

  async resume(id: string): Promise<connectorProto.Connection> {
    const response = await this.#grpc.call<
      connectorProto.ResumeConnectionRequest,
      connectorProto.ResumeConnectionResponse
    >('resumeConnection', { id });
    return present(response.connection);
  }

  async cancelRun(id: string): Promise<connectorProto.Run> {
    const response = await this.#grpc.call<connectorProto.CancelRunRequest, connectorProto.CancelRunResponse>(
      'cancelRun',
      { id },
    );
    return present(response.run);
  }

  async startRun(request: connectorProto.StartRunRequest): Promise<{ run: connectorProto.Run; started: boolean }> {
    const response = await this.#grpc.call<connectorProto.StartRunRequest, connectorProto.StartRunResponse>(
      'startRun',
      request,
    );
    return { run: present(response.run), started: response.started };
  }

  async listRuns(request: connectorProto.ListRunsRequest): Promise<connectorProto.ListRunsResponse> {
    return this.#grpc.call('listRuns', request);
  }

  async getRun(id: string): Promise<connectorProto.Run> {
    const response = await this.#grpc.call<connectorProto.GetRunRequest, connectorProto.GetRunResponse>('getRun', {
      id,
    });
    return present(response.run);
  }

  async refetch(request: connectorProto.RefetchRecordRequest): Promise<connectorProto.RefetchRecordResponse> {
    return this.#grpc.call('refetchRecord', request);
  }

  /** One call to Halo, with somebody waiting. */
  async readRecord(request: connectorProto.ReadRecordRequest): Promise<connectorProto.ReadRecordResponse> {
    return this.#grpc.call('readRecord', request, TESTING_MS);
  }

  async reportGap(request: connectorProto.ReportGapRequest): Promise<void> {
    await this.#grpc.call('reportGap', request);
  }

  async listCalls(request: connectorProto.ListCallsRequest): Promise<connectorProto.ListCallsResponse> {
    return this.#grpc.call('listCalls', request);
  }

  async checkWebhook(request: connectorProto.CheckWebhookRequest): Promise<connectorProto.WebhookReport> {
    const response = await this.#grpc.call<connectorProto.CheckWebhookRequest, connectorProto.CheckWebhookResponse>(
      'checkWebhook',
      request,
      ASKING_HALO_MS,
    );
    return present(response.report);
  }

  async repairWebhook(
    request: connectorProto.RepairWebhookRequest,
  ): Promise<connectorProto.RepairWebhookResponse & { report: connectorProto.WebhookReport }> {
    const response = await this.#grpc.call<connectorProto.RepairWebhookRequest, connectorProto.RepairWebhookResponse>(
      'repairWebhook',
      request,
      TESTING_MS,
    );
    return { ...response, report: present(response.report) };
  }

  close(): void {
    this.#grpc.close();
  }
}

/** A message field is optional on the wire; the connector always sets it. */
function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined)
    throw new AppError('internal', 'The connector left out what it was asked for.');
  return value;
}
