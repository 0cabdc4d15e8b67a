import { AppError } from '@halosync/errors';

export function etag(version: number): string {
  return `"${String(version)}"`;
}

/**
 * The version that an editor has seen.
 * @throws AppError `precondition_required` without it, `precondition_failed` where it is not the one held.
 */
export function assertIfMatch(header: string | undefined, held: number): void {
  if (header === undefined || header.trim() === '') {
    throw new AppError('precondition_required', 'Send If-Match with the ETag that you have seen.');
  }
  const seen = header.split(',').map((tag) =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1'),
  );
  if (!seen.includes('*') && !seen.includes(String(held))) {
    throw new AppError('precondition_failed', 'Somebody changed this connection in the meantime. Read it again.');
  }
}
