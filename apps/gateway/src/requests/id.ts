import { AppError } from '@halosync/errors';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id from a path. What cannot be one names nothing: 404, not a complaint about its form. */
export function idFrom(path: string): string {
  if (!UUID.test(path)) throw new AppError('not_found', 'There is nothing with this id.');
  return path.toLowerCase();
}
