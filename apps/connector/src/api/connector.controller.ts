import { Controller, Inject, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { connectorProto } from '@halosync/contracts';
import { AppErrorFilter } from '@halosync/grpc';
import { ConnectionsApi } from './connections-api';
import { SyncApi } from './sync-api';
import { WebhookApi } from './webhook-api';

const SERVICE = 'ConnectorService';

/** The gRPC face of the connector: one method per rpc of its proto. */
@Controller()
@UseFilters(AppErrorFilter)
export class ConnectorController {
  constructor(
    @Inject(ConnectionsApi) private readonly connections: ConnectionsApi,
    @Inject(SyncApi) private readonly sync: SyncApi,
    @Inject(WebhookApi) private readonly webhook: WebhookApi,
  ) {}

  @GrpcMethod(SERVICE, 'TestConnection')
  testConnection(request: connectorProto.TestConnectionRequest): Promise<connectorProto.TestConnectionResponse> {
    return this.connections.test(request);
  }

  @GrpcMethod(SERVICE, 'SaveConnection')
  saveConnection(request: connectorProto.SaveConnectionRequest): Promise<connectorProto.SaveConnectionResponse> {
    return this.connections.save(request);
  }

  @GrpcMethod(SERVICE, 'ListConnections')
  listConnections(): Promise<connectorProto.ListConnectionsResponse> {
    return this.connections.list();
  }

  @GrpcMethod(SERVICE, 'GetConnection')
  getConnection(request: connectorProto.GetConnectionRequest): Promise<connectorProto.GetConnectionResponse> {
    return this.connections.get(request);
  }

  @GrpcMethod(SERVICE, 'UpdateConnection')
  updateConnection(request: connectorProto.UpdateConnectionRequest): Promise<connectorProto.UpdateConnectionResponse> {
    return this.connections.update(request);
  }

  @GrpcMethod(SERVICE, 'DeleteConnection')
  deleteConnection(request: connectorProto.DeleteConnectionRequest): Promise<connectorProto.DeleteConnectionResponse> {
    return this.connections.delete(request);
  }

  @GrpcMethod(SERVICE, 'PauseConnection')
  pauseConnection(request: connectorProto.PauseConnectionRequest): Promise<connectorProto.PauseConnectionResponse> {
    return this.connections.pause(request);
  }

  @GrpcMethod(SERVICE, 'ResumeConnection')
  resumeConnection(request: connectorProto.ResumeConnectionRequest): Promise<connectorProto.ResumeConnectionResponse> {
    return this.connections.resume(request);
  }

  @GrpcMethod(SERVICE, 'StartRun')
  startRun(request: connectorProto.StartRunRequest): Promise<connectorProto.StartRunResponse> {
    return this.sync.startRun(request);
  }

  @GrpcMethod(SERVICE, 'ListRuns')
  listRuns(request: connectorProto.ListRunsRequest): Promise<connectorProto.ListRunsResponse> {
    return this.sync.listRuns(request);
  }

  @GrpcMethod(SERVICE, 'GetRun')
  getRun(request: connectorProto.GetRunRequest): Promise<connectorProto.GetRunResponse> {
    return this.sync.getRun(request);
  }

  @GrpcMethod(SERVICE, 'CancelRun')
  cancelRun(request: connectorProto.CancelRunRequest): Promise<connectorProto.CancelRunResponse> {
    return this.sync.cancelRun(request);
  }

  @GrpcMethod(SERVICE, 'RefetchRecord')
  refetchRecord(request: connectorProto.RefetchRecordRequest): Promise<connectorProto.RefetchRecordResponse> {
    return this.sync.refetchRecord(request);
  }

  @GrpcMethod(SERVICE, 'ReadRecord')
  readRecord(request: connectorProto.ReadRecordRequest): Promise<connectorProto.ReadRecordResponse> {
    return this.sync.readRecord(request);
  }

  @GrpcMethod(SERVICE, 'ReportGap')
  reportGap(request: connectorProto.ReportGapRequest): Promise<connectorProto.ReportGapResponse> {
    return this.sync.reportGap(request);
  }

  @GrpcMethod(SERVICE, 'ListCalls')
  listCalls(request: connectorProto.ListCallsRequest): Promise<connectorProto.ListCallsResponse> {
    return this.sync.listCalls(request);
  }

  @GrpcMethod(SERVICE, 'CheckWebhook')
  checkWebhook(request: connectorProto.CheckWebhookRequest): Promise<connectorProto.CheckWebhookResponse> {
    return this.webhook.check(request);
  }

  @GrpcMethod(SERVICE, 'RepairWebhook')
  repairWebhook(request: connectorProto.RepairWebhookRequest): Promise<connectorProto.RepairWebhookResponse> {
    return this.webhook.repair(request);
  }
}
