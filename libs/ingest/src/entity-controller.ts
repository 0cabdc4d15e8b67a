import type { Type } from '@nestjs/common';
import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { Controller, Inject, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { EntityName, entityProto } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { AppErrorFilter } from '@halosync/grpc';
import type { Observable } from 'rxjs';
import { defer, from, ignoreElements } from 'rxjs';
import { EntityService } from './entity.service';
import type { FeedCall, FeedMessage } from './feed/stream-changes';
import type { ChangeView } from './reading/change-view';
import { instant } from './reading/record-filter';
import type { RecordMessage } from './reading/record-message';
import type { RecordPage } from './reading/record-reader';
import type { DeliveryTrace } from './trace-delivery';

// Without a beginning: all that is kept.
const EVER = new Date(0);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The gRPC face of an entity service; the four protos have one template, so one class serves them all. */
export function entityController(entity: EntityName): Type {
  const name = `${entity.charAt(0).toUpperCase()}${entity.slice(1)}Service`;

  @Controller()
  @UseFilters(AppErrorFilter)
  class EntityController {
    constructor(@Inject(EntityService) private readonly service: EntityService) {}

    @GrpcMethod(name, 'Get')
    async get(request: entityProto.GetRequest, _: Metadata, call: Call): Promise<{ readonly record: RecordMessage }> {
      return { record: await this.service.records.get(identified(request), call.getDeadline()) };
    }

    @GrpcMethod(name, 'List')
    list(request: entityProto.ListRequest, _: Metadata, call: Call): Promise<RecordPage> {
      return this.service.records.list(ofSome(request), call.getDeadline());
    }

    @GrpcMethod(name, 'History')
    history(
      request: entityProto.HistoryRequest,
      _: Metadata,
      call: Call,
    ): Promise<{ readonly items: readonly ChangeView[]; readonly nextPageToken: string }> {
      return this.service.histories.read(identified(request), call.getDeadline());
    }

    @GrpcMethod(name, 'StreamChanges')
    streamChanges(request: entityProto.StreamChangesRequest, _: Metadata, call: FeedCall): Observable<FeedMessage> {
      ofSome(request);
      // Written to the call itself: a bridge from an observable holds in memory whatever the caller has not yet taken.
      return defer(() => this.service.streamChanges(call)).pipe(ignoreElements());
    }

    @GrpcMethod(name, 'Republish')
    republish({ since = '', afterPosition }: entityProto.RepublishRequest): Promise<entityProto.RepublishResponse> {
      const at = instant('since', since);
      if (at !== null) return this.service.republish({ since: at });
      if (afterPosition === undefined)
        throw new AppError('invalid_request', 'Say from where on: since or after_position.');
      return this.service.republish({ afterPosition });
    }

    @GrpcMethod(name, 'Count')
    count({ connectionId }: entityProto.CountRequest): Promise<entityProto.CountResponse> {
      return this.service.queries.count(uuid(connectionId));
    }

    @GrpcMethod(name, 'ListIds')
    listIds({ connectionId }: entityProto.ListIdsRequest): Observable<entityProto.ListIdsResponse> {
      return from(this.service.queries.liveIds(uuid(connectionId)));
    }

    @GrpcMethod(name, 'Tally')
    tally({ runId }: entityProto.TallyRequest): Promise<entityProto.TallyResponse> {
      return this.service.queries.tally(uuid(runId));
    }

    @GrpcMethod(name, 'ListRepairs')
    listRepairs({ runId, after, limit }: entityProto.ListRepairsRequest): Promise<entityProto.ListRepairsResponse> {
      return this.service.changes.repairs(uuid(runId), after, Math.max(0, limit));
    }

    @GrpcMethod(name, 'CountTold')
    countTold({ connectionId, since }: entityProto.CountToldRequest): Promise<entityProto.CountToldResponse> {
      return this.service.changes.told(uuid(connectionId), instant('since', since) ?? EVER);
    }

    @GrpcMethod(name, 'ListFound')
    listFound({ connectionId, since }: entityProto.ListFoundRequest): Observable<entityProto.ListFoundResponse> {
      return from(this.service.changes.found(uuid(connectionId), instant('since', since) ?? EVER));
    }

    @GrpcMethod(name, 'Applied')
    applied({ callIds }: entityProto.AppliedRequest): Promise<entityProto.AppliedResponse> {
      return this.service.queries.applied(callIds.map(uuid));
    }

    @GrpcMethod(name, 'CloseConnection')
    async closeConnection(request: entityProto.CloseConnectionRequest): Promise<entityProto.CloseConnectionResponse> {
      return { removed: await this.service.close({ ...request, connectionId: uuid(request.connectionId) }) };
    }

    @GrpcMethod(name, 'ListDeadLetters')
    listDeadLetters(request: entityProto.ListDeadLettersRequest): Promise<entityProto.ListDeadLettersResponse> {
      return this.service.deadLetters({ ...request, connectionId: uuid(request.connectionId) });
    }

    @GrpcMethod(name, 'ReplayDeadLetters')
    async replayDeadLetters({
      id,
      connectionId,
    }: entityProto.ReplayDeadLettersRequest): Promise<entityProto.ReplayDeadLettersResponse> {
      return {
        replayed: await this.service.replay(id === '' ? { connectionId: uuid(connectionId) } : { id: uuid(id) }),
      };
    }

    @GrpcMethod(name, 'TraceDelivery')
    traceDelivery(request: entityProto.TraceDeliveryRequest): Promise<DeliveryTrace> {
      const { connectionId, deliveryId } = request;
      return this.service.trace({
        ...request,
        connectionId: uuid(connectionId),
        deliveryId: uuid(deliveryId),
        receivedAt: instant('received_at', request.receivedAt)?.toISOString() ?? '-infinity',
      });
    }
  }
  return EntityController;
}

type Call = ServerUnaryCall<unknown, unknown>;

function identified<Request extends { readonly connectionId: string; readonly haloId: number }>(
  request: Request,
): Request {
  uuid(request.connectionId);
  if (!Number.isSafeInteger(request.haloId)) throw new AppError('invalid_request', 'halo_id must be a whole number.');
  return request;
}

/** Of one connection, or with an empty id of all. */
function ofSome<Request extends { readonly connectionId: string }>(request: Request): Request {
  if (request.connectionId !== '') uuid(request.connectionId);
  return request;
}

function uuid(text: string): string {
  if (!UUID.test(text)) throw new AppError('invalid_request', 'An id must be a UUID in lower case.');
  return text;
}
