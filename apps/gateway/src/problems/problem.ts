import { STATUS_CODES } from 'node:http';
import type { ErrorCode, FieldError } from '@halosync/errors';

/** RFC 9457 Problem Details, as every error of the API is answered. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly traceId: string;
  readonly errors?: readonly FieldError[];
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export function problem(
  code: ErrorCode,
  detail: string,
  traceId: string,
  errors: readonly FieldError[] = [],
  status = statusOf(code),
): Problem {
  return {
    type: `urn:halosync:problem:${code}`,
    title: titles[code] ?? STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    traceId,
    ...(errors.length === 0 ? {} : { errors }),
  };
}

const titles: Partial<Record<ErrorCode, string>> = {
  invalid_request: 'The request is not valid',
  body_unreadable: 'The body is not readable',
  not_found: 'There is nothing here',
  unauthenticated: 'Sign in first',
  forbidden: 'Not allowed',
  precondition_failed: 'Somebody changed this in the meantime',
  precondition_required: 'Say which version you have seen',
  rate_limited: 'Too many attempts',
  unavailable: 'Not available at the moment',
  timeout: 'No answer in time',
  internal: 'Something failed on our side',
};

const statuses: Partial<Record<ErrorCode, number>> = {
  internal: 500,
  body_unreadable: 400,
  not_found: 404,
  conflict: 409,
  instance_busy: 409,
  precondition_failed: 412,
  precondition_required: 428,
  unauthenticated: 401,
  forbidden: 403,
  rate_limited: 429,
  unavailable: 503,
  budget_timeout: 503,
  timeout: 504,
  payload_too_large: 413,
  unsupported_media_type: 415,
  lease_lost: 503,
  revision_conflict: 409,
  halo_unreachable: 502,
  halo_unauthorised: 502,
  halo_forbidden: 502,
  halo_not_found: 502,
  halo_rate_limited: 503,
  halo_server_error: 502,
  halo_answer_invalid: 502,
  auth_failed: 502,
  config_invalid: 500,
  migrations_pending: 500,
  key_unknown: 500,
  decrypt_failed: 500,
};

/** The status of an error's answer. What a person can put right in the request is 422. */
export function statusOf(code: ErrorCode): number {
  return statuses[code] ?? 422;
}
