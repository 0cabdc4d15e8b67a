import type { AppError, FieldError } from '@halosync/errors';
import { fieldError } from './refusal';

/** Which fields a failed sign-in is written under; null for a failure that is none of Halo's or the network's. */
export function tokenErrors(error: AppError): readonly FieldError[] | null {
  if (error.errors.length > 0) return error.errors;
  switch (error.code) {
    case 'dns_not_found':
    case 'connect_refused':
    case 'connect_timeout':
    case 'tls_untrusted':
    case 'tls_expired':
    case 'tls_name':
    case 'redirect_refused':
    case 'private_address_refused':
    case 'http_refused':
    case 'url_invalid':
      return [fieldError('authUrl', error.code, error.details)];
    case 'timeout':
      return [fieldError('connection', 'token_server_error', { issue: 'no answer in time' })];
    case 'halo_answer_invalid':
      return [fieldError('connection', 'token_server_error', { issue: 'its answer is cut off or damaged' })];
    case 'halo_unreachable':
      return [fieldError('connection', 'token_server_error', { issue: 'it breaks the connection off' })];
    case 'budget_timeout':
      return [fieldError('connection', 'token_rate_limited')];
    default:
      return null;
  }
}
