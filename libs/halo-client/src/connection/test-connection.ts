import { entityNames } from '@halosync/contracts';
import type { EntityName } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { FieldError } from '@halosync/errors';
import { authInfo } from '../token/auth-info';
import type { AuthInfo } from '../token/auth-info';
import type { ConnectionValues } from '../token/connection-values';
import { haloInstance } from '../token/halo-instance';
import { requestToken } from '../token/request-token';
import type { HaloToken } from '../token/request-token';
import type { Send } from '../transport/halo-call';
import { checkValues } from './check-values';
import { entityAccess, rateLimitedNow } from './entity-access';
import { habitWarnings } from './habit-warnings';
import { readEntities } from './read-entities';
import { readVerdict } from './read-verdict';
import { fieldError } from './refusal';
import { refused } from './refused';
import { resourceErrors } from './resource-errors';
import { selfTest } from './self-test';
import type { ConnectionTest } from './test-result';
import { TestRun } from './test-run';
import { tokenErrors } from './token-errors';

export interface TestConnectionOptions {
  readonly send: Send;
  readonly entities?: readonly EntityName[];
  /** The transport's: what a URL alone gives away is then told for both URLs at once, before any call. */
  readonly checkUrl?: (url: string) => void;
  /** For the whole test, retries included. */
  readonly withinMs?: number;
  readonly monotonicMs?: () => number;
}

// People wait for this verdict: within 10 s. Of that authinfo, which is optional, may take a quarter, the token until
// two thirds, the reads the rest; one attempt at most two fifths, so that one retry fits.
const WITHIN_MS = 9_500;
const AUTHINFO_SHARE = 0.25;
const TOKEN_SHARE = 0.67;
const ATTEMPT_SHARE = 0.4;
// authinfo, token, one read of each entity, and four that tell how this Halo answers. Only faults make it more.
const MOST_CALLS = 10;

/**
 * Tries five values for real: their form, who answers there, a token, one read of each entity, and how this Halo answers.
 * @throws AppError of a refused connection: `errors` names each field at fault with a code and words, `details.steps`
 * tells how far it went. Our own faults, and those of `send` that are not the network's, pass as they are.
 */
export async function testConnection(given: ConnectionValues, options: TestConnectionOptions): Promise<ConnectionTest> {
  const { entities = entityNames } = options;
  let calls = 0;
  const send: Send = (call) => {
    calls += 1;
    return options.send(call);
  };
  const values = checkValues(given, options.checkUrl);
  const run = new TestRun(options.withinMs ?? WITHIN_MS, options.monotonicMs ?? (() => performance.now()));
  const { info, errors } = await askWhoAnswers(run, values, send);
  checkTenant(run, values, info);
  const token = await signIn(run, values, send, errors);
  const api = { resourceUrl: values.resourceUrl, token: token.accessToken, send };
  const outcomes = await readEntities(run, api, entities, ATTEMPT_SHARE);
  const verdict = readVerdict(outcomes, values.resourceUrl);
  if (verdict !== null) throw refused([verdict], run.steps);
  const habits = await selfTest(run, api, outcomes, MOST_CALLS - calls);
  const access = entities.map((entity) => [entity, entityAccess(entity, outcomes.get(entity))] as const);
  const limited = [...outcomes.values()].find((outcome) => outcome.kind === 'rate_limited');
  return {
    ok: true,
    values,
    instance: haloInstance(values, info),
    steps: run.steps,
    entities: Object.fromEntries(access),
    selfTest: { ...habits, calls },
    warnings: [
      ...(limited === undefined ? [] : [rateLimitedNow(limited)]),
      ...access.flatMap(([, { warning }]) => (warning === undefined ? [] : [warning])),
      ...habitWarnings(habits),
    ],
    token,
  };
}

/** Optional: a failure refuses nothing by itself, but a Resource URL that cannot be reached is told with the token's. */
async function askWhoAnswers(
  run: TestRun,
  values: ConnectionValues,
  send: Send,
): Promise<{ info: AuthInfo | null; errors: readonly FieldError[] }> {
  try {
    const info = await run.step('authinfo', AUTHINFO_SHARE, AUTHINFO_SHARE, (timing) =>
      authInfo(new URL(values.resourceUrl).origin, send, timing),
    );
    return { info, errors: [] };
  } catch (error) {
    return { info: null, errors: resourceErrors(error) };
  }
}

function checkTenant(run: TestRun, { tenant }: ConnectionValues, info: AuthInfo | null): void {
  const reported = info?.tenantId ?? null;
  if (reported === null || tenant === '' || reported.toLowerCase() === tenant.toLowerCase()) return;
  const issue = `the Halo at this Resource URL calls itself “${reported}”`;
  throw refused([fieldError('tenant', 'tenant_unknown', { tenant, issue })], run.steps);
}

async function signIn(
  run: TestRun,
  values: ConnectionValues,
  send: Send,
  others: readonly FieldError[],
): Promise<HaloToken> {
  try {
    return await run.step('token', TOKEN_SHARE, ATTEMPT_SHARE, (timing) => requestToken(values, send, timing));
  } catch (error) {
    const errors = error instanceof AppError ? tokenErrors(error) : null;
    if (errors === null || !(error instanceof AppError)) throw error;
    throw refused([...errors, ...others], run.steps, error);
  }
}
