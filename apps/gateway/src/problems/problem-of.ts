import { HttpException } from '@nestjs/common';
import { AppError } from '@halosync/errors';
import type { ErrorCode } from '@halosync/errors';
import type { Problem } from './problem';
import { problem, statusOf } from './problem';

/** Anything thrown as Problem Details. What is not an error of ours keeps its words to itself. */
export function problemOf(error: unknown, traceId: string): Problem {
  if (error instanceof AppError) {
    if (statusOf(error.code) === 500)
      return problem('internal', 'The program failed to answer. The trace id helps to find out why.', traceId);
    return problem(error.code, error.message, traceId, error.errors);
  }
  const status = httpStatusOf(error);
  const code = status === null ? undefined : codes[status];
  if (status === null || code === undefined)
    return problem('internal', 'The program failed to answer. The trace id helps to find out why.', traceId);
  return problem(code, details[status] ?? '', traceId, [], status);
}

/** The status that Nest or Fastify gave an error of their own; null for a bug. */
function httpStatusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const status: unknown = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'body_unreadable',
  404: 'not_found',
  405: 'not_found',
  408: 'timeout',
  413: 'payload_too_large',
  414: 'invalid_request',
  415: 'unsupported_media_type',
  431: 'invalid_request',
};

const details: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'No such path.',
  405: 'No such path.',
  408: 'The request took too long to arrive.',
  413: 'The body is larger than this call takes.',
  414: 'The path is too long.',
  415: 'Send JSON, with content-type: application/json.',
  431: 'The headers are too large.',
};
