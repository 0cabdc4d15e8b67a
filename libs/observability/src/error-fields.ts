import { AppError, failureClass, messageOf } from '@halosync/errors';

/** An error as log fields: its words, its class and its stack, never its cause's private details. */
export function errorFields(error: unknown): Record<string, unknown> {
  return {
    error: messageOf(error),
    failure: failureClass(error),
    ...(error instanceof AppError ? { code: error.code, ...error.details } : {}),
    ...(error instanceof Error && error.stack !== undefined && failureClass(error) === 'unknown'
      ? { stack: error.stack }
      : {}),
  };
}
