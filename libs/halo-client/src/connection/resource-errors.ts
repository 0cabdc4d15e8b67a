import { AppError } from '@halosync/errors';
import type { FieldError } from '@halosync/errors';
import { fieldError } from './refusal';

/** What a failed first look at the Resource URL proves about it: only what no second try would change. */
export function resourceErrors(error: unknown): readonly FieldError[] {
  if (!(error instanceof AppError)) throw error;
  switch (error.code) {
    case 'dns_not_found':
    case 'connect_refused':
    case 'tls_untrusted':
    case 'tls_expired':
    case 'tls_name':
    case 'private_address_refused':
    case 'http_refused':
      return [fieldError('resourceUrl', error.code, error.details)];
    default:
      return [];
  }
}
