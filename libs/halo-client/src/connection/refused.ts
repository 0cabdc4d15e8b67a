import { AppError } from '@halosync/errors';
import type { FieldError } from '@halosync/errors';
import { isRetryable } from './refusal';
import type { TestStep } from './test-result';

/** A refused connection: its code and message are those of the first field at fault, `errors` has them all. */
export function refused(errors: readonly FieldError[], steps: readonly TestStep[] = [], from?: AppError): AppError {
  const [first] = errors;
  return new AppError(first?.code ?? 'internal', first?.message ?? 'The connection cannot be used.', {
    retryable: errors.every(({ code }) => isRetryable(code)),
    cause: from,
    errors,
    details: { ...from?.details, steps },
  });
}
