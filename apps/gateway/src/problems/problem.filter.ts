import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, Inject } from '@nestjs/common';
import { AppError } from '@halosync/errors';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { LOG } from '@halosync/service-host';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './problem-of';
import { RETRY_AFTER_SECONDS, sendProblem } from './send-problem';
import { traceIdOf } from './trace-id';

/** The one place where errors of the API become answers. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const body = problemOf(error, traceIdOf(request));
    if (body.status === 500)
      this.log.error('request failed', {
        ...errorFields(error),
        traceId: body.traceId,
        route: request.routeOptions.url,
      });
    if (reply.sent) return;
    const wait = error instanceof AppError ? error.details['retryAfterSeconds'] : undefined;
    await sendProblem(reply, body, typeof wait === 'number' ? wait : RETRY_AFTER_SECONDS);
  }
}
