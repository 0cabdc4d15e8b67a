import { AppError } from '@halosync/errors';
import type { FirstRead } from './first-read';

/** What one real read of an entity showed. */
export type ReadOutcome =
  | ({ readonly kind: 'readable'; readonly isEmpty: boolean } & FirstRead)
  | { readonly kind: 'unauthorised' | 'forbidden' | 'html' }
  | { readonly kind: 'not_found'; readonly issue: string }
  | { readonly kind: 'server_error'; readonly issue: string }
  | { readonly kind: 'rate_limited'; readonly limit: number | null; readonly windowSeconds: number | null }
  | { readonly kind: 'timeout'; readonly seconds: number }
  | { readonly kind: 'network'; readonly error: AppError };

export function outcomeOfRead(read: FirstRead): ReadOutcome {
  return { kind: 'readable', ...read, isEmpty: read.rows === 0 && (read.recordCount ?? 0) === 0 };
}

/**
 * Sorts the failure of a read, retries included, that took so many seconds. An error that is none of Halo's or the network's is our own fault.
 * @throws that error, as it is.
 */
export function outcomeOfError(error: unknown, seconds: number): ReadOutcome {
  if (!(error instanceof AppError)) throw error;
  const { code, details } = error;
  switch (code) {
    case 'halo_unauthorised':
      return { kind: 'unauthorised' };
    case 'halo_forbidden':
      return { kind: 'forbidden' };
    case 'halo_not_found':
      return { kind: 'not_found', issue: '404' };
    case 'halo_rate_limited':
    case 'budget_timeout':
      return {
        kind: 'rate_limited',
        limit: number(details['learnedLimit']),
        windowSeconds: number(details['learnedWindowSeconds']),
      };
    case 'halo_server_error':
      return faultOutcome(error);
    case 'halo_answer_invalid':
      return answerOutcome(details['reason']);
    case 'halo_unreachable':
      return { kind: 'server_error', issue: 'it breaks the connection off' };
    case 'timeout':
      return { kind: 'timeout', seconds };
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
      return { kind: 'network', error };
    default:
      throw error;
  }
}

/** Permission errors sometimes arrive as 400 or 500 with a .NET exception (seen). Any other 4xx is no answer of a list. */
function faultOutcome({ details, retryable }: AppError): ReadOutcome {
  const status = String(number(details['status']) ?? 'no status');
  if (
    /\b(permissions?|not authori[sz]ed|access (is )?denied)\b/i.test(
      typeof details['answer'] === 'string' ? details['answer'] : '',
    )
  )
    return { kind: 'forbidden' };
  return { kind: retryable ? 'server_error' : 'not_found', issue: status };
}

function answerOutcome(reason: unknown): ReadOutcome {
  if (reason === 'html') return { kind: 'html' };
  if (reason === 'not_a_list' || reason === 'not_json')
    return { kind: 'not_found', issue: "an answer that is no list of Halo's" };
  return { kind: 'server_error', issue: 'its answer is cut off or damaged' };
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
