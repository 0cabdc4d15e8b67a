import { AppError } from '@halosync/errors';
import type { JsonObject } from '@halosync/halo-json';
import { fieldError, refusal } from '../connection/refusal';
import type { RefusalCode, RefusalDetails } from '../connection/refusal-words';
import { answerText, isHtml, shownAnswer } from '../records/answer-text';
import { readRateLimit } from '../records/rate-limit';
import type { Exchange } from '../transport/halo-call';

export interface TokenAttempt {
  readonly url: string;
  readonly tenant: string;
  /** Blotted out of whatever is shown. */
  readonly secrets: readonly string[];
}

/** Which field each cause is written under. */
const FIELDS: Readonly<Partial<Record<RefusalCode, readonly string[]>>> = {
  invalid_client: ['clientId', 'clientSecret'],
  auth_method: ['clientId'],
  invalid_scope: ['clientId'],
  tenant_unknown: ['tenant'],
  tenant_required: ['tenant'],
  token_not_found: ['authUrl'],
  token_html: ['authUrl'],
  token_malformed: ['authUrl'],
  token_rate_limited: ['connection'],
  token_server_error: ['connection'],
};

/**
 * What an answer without a token means. How Halo answers to an unknown tenant is not known (400, 404 or 500, JSON or a
 * page): whatever mentions the tenant is taken for it.
 */
export function tokenRefusal(exchange: Exchange, answer: JsonObject | null, attempt: TokenAttempt): AppError {
  const { code, issue } = tokenVerdict(exchange, answer, attempt.tenant);
  const limit = readRateLimit(exchange);
  const shown = shownAnswer(exchange, attempt.secrets);
  const details: RefusalDetails = {
    url: attempt.url,
    tenant: attempt.tenant,
    status: exchange.status,
    issue,
    ...(shown === '' ? {} : { answer: shown }),
    ...(exchange.status === 429 ? { ...limit } : {}),
  };
  const error = refusal(code, details);
  return new AppError(error.code, error.message, {
    retryable: error.retryable,
    details: error.details,
    errors: (FIELDS[code] ?? ['connection']).map((field) => fieldError(field, code, details)),
  });
}

function tokenVerdict(
  exchange: Exchange,
  answer: JsonObject | null,
  tenant: string,
): { code: RefusalCode; issue: string } {
  const { status } = exchange;
  const error = typeof answer?.['error'] === 'string' ? answer['error'].toLowerCase() : '';
  const verdict = (code: RefusalCode, issue = error === '' ? String(status) : `${status} ${error}`) => ({
    code,
    issue,
  });
  if (status === 429) return verdict('token_rate_limited');
  switch (error) {
    case 'invalid_client':
      return verdict('invalid_client');
    case 'unsupported_grant_type':
    case 'unauthorized_client':
    case 'invalid_grant':
    case 'access_denied':
      return verdict('auth_method');
    case 'invalid_scope':
      return verdict('invalid_scope');
    case 'invalid_request':
      return verdict(tenant === '' ? 'tenant_required' : 'tenant_unknown');
    case 'server_error':
    case 'temporarily_unavailable':
      return verdict('token_server_error');
  }
  // A page with status 200 is a portal; its text may say "tenant" for reasons of its own.
  if (status >= 400 && /\btenants?\b/i.test(answerText(exchange)))
    return verdict(tenant === '' ? 'tenant_required' : 'tenant_unknown');
  if (status >= 500 || status === 408) return verdict('token_server_error');
  if (status === 404) return verdict('token_not_found');
  return verdict(isHtml(exchange) ? 'token_html' : 'token_malformed');
}
