import { json, nothing } from '../http/answer';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import type { Halo } from '../halo';
import type { EntityName } from '../world/entity';

/** Halo's scopes know customers, not sites and users. */
const SCOPE_OF: Readonly<Record<EntityName, readonly string[]>> = {
  ticket: ['tickets'],
  site: ['customers', 'sites'],
  user: ['customers', 'users'],
  client: ['customers'],
  invoice: ['invoices', 'customers'],
};

/** What stands in the way of a call, or undefined. Application permissions and the agent's both apply (documented). */
export function refusal(halo: Halo, call: Call, entity: EntityName | undefined): Answer | undefined {
  const { profile } = halo.settings;
  const [scheme = '', token = ''] = (call.headers.authorization ?? '').split(' ', 2);
  const claims = scheme.toLowerCase() === 'bearer' ? halo.tokens.check(token, profile.newTokenRevokesOld) : undefined;
  if (claims === undefined) return nothing(401, { 'www-authenticate': 'Bearer error="invalid_token"' });
  // A token without scope is issued all the same, and then nothing works (seen by several client authors).
  if (claims.scope === '' && profile.scopelessToken !== 'works') return nothing(Number(profile.scopelessToken));
  if (entity === undefined) return undefined;
  const forbidden = json({ error: 'You do not have permission to access this resource.' }, 403);
  if (profile.forbiddenEntities.includes(entity)) return forbidden;
  return !profile.enforceScopes || claims.scope === '' || allows(claims.scope, call.method, entity)
    ? undefined
    : forbidden;
}

function allows(scope: string, method: string, entity: EntityName): boolean {
  const words = scope.split(' ');
  if (words.some((word) => word === 'admin' || word === 'all' || word.startsWith('all:'))) return true;
  const verbs = method === 'GET' ? ['read', 'edit'] : method === 'DELETE' ? ['delete', 'edit'] : ['edit'];
  return SCOPE_OF[entity].some((name) => verbs.some((verb) => words.includes(`${verb}:${name}`)));
}
