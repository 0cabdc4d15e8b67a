import { AppError } from '@halosync/errors';

/** The refusal of a list's `cursor` that none of its pages gave. */
export function invalidCursor(cause?: unknown): AppError {
  const error = {
    field: 'cursor',
    code: 'invalid_request',
    message: 'This is not a cursor of ours.',
    hint: 'Take nextCursor as it came.',
  } as const;
  return new AppError('invalid_request', 'The cursor is not valid.', { cause, errors: [error] });
}
