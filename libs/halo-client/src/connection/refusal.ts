import { AppError } from '@halosync/errors';
import type { FieldError } from '@halosync/errors';
import { refusalWords } from './refusal-words';
import type { RefusalCode, RefusalDetails } from './refusal-words';

// The same values may work in a moment; all others need somebody to change something.
const RETRYABLE: ReadonlySet<string> = new Set<RefusalCode>([
  'dns_not_found',
  'connect_refused',
  'connect_timeout',
  'token_rate_limited',
  'token_server_error',
  'api_server_error',
  'api_timeout',
]);

/** An error that says why a connection to Halo is refused, in words for the person who typed the values. */
export function refusal(code: RefusalCode, details: RefusalDetails = {}, cause?: unknown): AppError {
  const { message } = refusalWords[code](details);
  return new AppError(code, message, { retryable: isRetryable(code), details: { ...details }, cause });
}

/** The same for one field of the form. */
export function fieldError(field: string, code: RefusalCode, details: RefusalDetails = {}): FieldError {
  return { field, code, ...refusalWords[code](details) };
}

/** Whether the same values may be accepted in a moment. */
export function isRetryable(code: string): boolean {
  return RETRYABLE.has(code);
}
