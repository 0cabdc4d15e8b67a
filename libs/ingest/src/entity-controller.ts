import type { Type } from '@nestjs/common';
import { Controller, Inject, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { EntityName, entityProto } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { AppErrorFilter } from '@halosync/grpc';
import type { Observable } from 'rxjs';
import { from } from 'rxjs';
import { EntityService } from './entity.service';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The gRPC face of an entity service; the four protos have one template, so one class serves them all. */
export function entityController(entity: EntityName): Type {
  const name = `${entity.charAt(0).toUpperCase()}${entity.slice(1)}Service`;

  @Controller()
  @UseFilters(AppErrorFilter)
  class EntityController {
    constructor(@Inject(EntityService) private readonly service: EntityService) {}

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

    @GrpcMethod(name, 'CloseConnection')
    async closeConnection(request: entityProto.CloseConnectionRequest): Promise<entityProto.CloseConnectionResponse> {
      return { removed: await this.service.close({ ...request, connectionId: uuid(request.connectionId) }) };
    }

    @GrpcMethod(name, 'ListDeadLetters')
    listDeadLetters(request: entityProto.ListDeadLettersRequest): Promise<entityProto.ListDeadLettersResponse> {
      return this.service.deadLetters(uuid(request.connectionId), request);
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
  }
  return EntityController;
}

function uuid(text: string): string {
  if (!UUID.test(text)) throw new AppError('invalid_request', 'An id must be a UUID in lower case.');
  return text;
}
