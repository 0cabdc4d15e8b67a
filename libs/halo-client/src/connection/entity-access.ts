import type { EntityName } from '@halosync/contracts';
import type { ReadOutcome } from './read-outcome';
import type { ConnectionWarning, EntityAccess } from './test-result';

const LABELS: Readonly<Record<EntityName, { readonly plural: string; readonly permission: string }>> = {
  ticket: { plural: 'Tickets', permission: 'read:tickets' },
  site: { plural: 'Sites', permission: 'read:customers' },
  user: { plural: 'Users', permission: 'read:customers' },
  invoice: { plural: 'Invoices', permission: 'read:invoices' },
};

/** What may be done with one entity of a connection that is not refused; undefined: it was not asked for. */
export function entityAccess(entity: EntityName, outcome: ReadOutcome | undefined): EntityAccess {
  switch (outcome?.kind) {
    case 'readable':
      return {
        readable: true,
        recordCount: outcome.recordCount,
        ...(outcome.isEmpty ? { warning: empty(entity) } : {}),
      };
    case undefined:
    case 'rate_limited':
      return { readable: null, recordCount: null };
    case 'unauthorised':
      return { readable: false, recordCount: null, warning: forbidden(entity, '401') };
    case 'not_found':
      return { readable: false, recordCount: null, warning: forbidden(entity, outcome.issue) };
    case 'html':
      return { readable: false, recordCount: null, warning: forbidden(entity, 'a web page') };
    default:
      return { readable: false, recordCount: null, warning: forbidden(entity, '403') };
  }
}

/** Where in Halo's menus the right to read an entity is given: the application's and its agent's both count (documented). */
export function permissionPlace(entity: EntityName): string {
  const { plural, permission } = LABELS[entity];
  return `In Halo: Configuration › Integrations › Halo API › View Applications › your application › Permissions: ${permission}; and Configuration › Agents › its agent: a role that may see ${plural.toLowerCase()}`;
}

export function rateLimitedNow({
  limit,
  windowSeconds,
}: Extract<ReadOutcome, { kind: 'rate_limited' }>): ConnectionWarning {
  const known =
    limit === null ? '' : `, limit ${limit}${windowSeconds === null ? '' : ` per ${windowSeconds / 60} min`}`;
  return {
    field: 'connection',
    code: 'rate_limited_now',
    message: `Halo's limit is used up by somebody: 429${known}.`,
    hint: `We go on as soon as it is free, and stay under ${limit ?? 'it'}.`,
  };
}

function forbidden(entity: EntityName, seen: string): ConnectionWarning {
  const { plural } = LABELS[entity];
  return {
    field: entity,
    code: 'entity_forbidden',
    message: `${plural}: permission missing (${seen}).`,
    hint: `${permissionPlace(entity)}. The other entities are read meanwhile.`,
  };
}

function empty(entity: EntityName): ConnectionWarning {
  const plural = LABELS[entity].plural.toLowerCase();
  return {
    field: entity,
    code: 'entity_empty',
    message: `Halo shows this agent 0 ${plural}.`,
    hint: `If Halo has ${plural}, the agent does not see them: Configuration › Agents › the application's agent: teams, departments, clients.`,
  };
}
