import { createHash } from 'node:crypto';
import { AppError } from '@halosync/errors';

const DEFAULT_SIZE = 100;
const LARGEST = 500;

/** How many items a page may have. */
export function pageSize(asked: number): number {
  return asked > 0 ? Math.min(asked, LARGEST) : DEFAULT_SIZE;
}

/** Where the next page begins, for this request alone. Opaque to who passes it on. */
export function writePageToken(request: unknown, after: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([fingerprint(request), ...after])).toString('base64url');
}

/**
 * Reads a token back; null where there is none.
 * @param form one pattern for each of its values.
 * @throws AppError `invalid_request` where it is not one, or one of another request.
 */
export function readPageToken(
  request: unknown,
  token: string,
  form: readonly RegExp[],
): readonly (string | number)[] | null {
  if (token === '') return null;
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    read = undefined;
  }
  const [print, ...after] = Array.isArray(read) ? (read as unknown[]) : [];
  const isWhole =
    after.length === form.length && after.every((value, index) => form[index]?.test(String(value)) === true);
  if (print !== fingerprint(request) || !isWhole) {
    const error = {
      field: 'page_token',
      code: 'invalid_request',
      message: 'This is not a page token of this request.',
      hint: 'Take next_page_token as it came, and leave filters, order and fields as they were.',
    } as const;
    throw new AppError('invalid_request', error.message, { errors: [error] });
  }
  return after as (string | number)[]; // each value fits its pattern
}

function fingerprint(request: unknown): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('base64url').slice(0, 12);
}
