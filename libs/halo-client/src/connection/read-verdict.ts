import type { EntityName } from '@halosync/contracts';
import type { FieldError } from '@halosync/errors';
import { fieldError } from './refusal';
import type { RefusalCode } from './refusal-words';
import type { ReadOutcome } from './read-outcome';

export type ReadOutcomes = ReadonlyMap<EntityName, ReadOutcome>;

/**
 * The one reason to refuse a connection after its reads with a fresh token, or null. One entity that can be read proves
 * the URL and the application; what fails beside it is a warning, except a fault of Halo's, which says nothing yet.
 */
export function readVerdict(outcomes: ReadOutcomes, resourceUrl: string): FieldError | null {
  const all = [...outcomes.values()];
  const network = find(all, 'network');
  // The transport's errors carry codes of the table only.
  if (network) return fieldError('resourceUrl', network.error.code as RefusalCode, network.error.details);
  const fault = find(all, 'server_error');
  if (fault) return fieldError('connection', 'api_server_error', { issue: fault.issue });
  const slow = find(all, 'timeout');
  if (slow) return fieldError('connection', 'api_timeout', { seconds: slow.seconds });
  if (all.length === 0 || all.some(({ kind }) => kind === 'readable' || kind === 'rate_limited')) return null;
  if (all.some(({ kind }) => kind === 'html')) return fieldError('resourceUrl', 'api_html');
  const missing = find(all, 'not_found');
  if (missing)
    return fieldError('resourceUrl', 'api_not_found', { url: `${resourceUrl}/Tickets`, issue: missing.issue });
  return all.every(({ kind }) => kind === 'forbidden')
    ? fieldError('clientId', 'all_forbidden')
    : fieldError('clientId', 'api_unauthorised');
}

function find<Kind extends ReadOutcome['kind']>(
  all: readonly ReadOutcome[],
  kind: Kind,
): Extract<ReadOutcome, { kind: Kind }> | undefined {
  return all.find((outcome): outcome is Extract<ReadOutcome, { kind: Kind }> => outcome.kind === kind);
}
