import { words } from '../words/words';
import { ApiError } from './api-error';
import type { Problem } from './types';

// A list that takes longer has lost its reader. Calls that wait for Halo give their own.
const TIMEOUT_MS = 15_000;

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/**
 * One call of the gateway's API.
 * @param path begins with a slash, under /api/v1.
 * @throws ApiError for an answer that is not 2xx, for none in time, and where the gateway is not reached.
 */
export async function call<Answer>(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { body, headers, signal, timeoutMs = TIMEOUT_MS } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw timeout.aborted
      ? noAnswer('timeout', words.errors.timeout)
      : noAnswer('unreachable', words.errors.unreachable);
  }
  if (!response.ok) throw await refused(response);
  // The API's own contract: what it answers is of the type that its document names.
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

export const get = <Answer>(path: string, signal?: AbortSignal): Promise<Answer> =>
  call('GET', path, signal === undefined ? {} : { signal });

/** `?a=1&b=2`, without what is undefined or empty. */
export function query(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '' && value !== false);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`;
}

async function refused(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const seconds = retryAfter > 0 ? retryAfter : null;
  const problem = (await response.json().catch(() => null)) as Problem | null; // Problem Details, by the contract
  if (problem !== null) return new ApiError(problem, seconds);
  return new ApiError(
    {
      status: response.status,
      code: 'unreadable',
      title: words.errors.title,
      detail: words.errors.unreadable(response.status),
    },
    seconds,
  );
}

function noAnswer(code: string, detail: string): ApiError {
  return new ApiError({ status: 0, code, title: words.errors.title, detail });
}
