import type { ExceptionFilter } from '@nestjs/common';
import { Catch, Inject } from '@nestjs/common';
import { AppError } from '@halosync/errors';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { LOG } from '@halosync/service-host';
import type { Observable } from 'rxjs';
import { throwError } from 'rxjs';
import { toGrpcError } from './error-metadata';

/** The one place where errors become gRPC statuses; `@UseFilters` it on a gRPC controller. */
@Catch()
export class AppErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown): Observable<never> {
    if (!(error instanceof AppError) || error.code === 'internal')
      this.log.error('grpc call failed', errorFields(error));
    return throwError(() => toGrpcError(error));
  }
}
