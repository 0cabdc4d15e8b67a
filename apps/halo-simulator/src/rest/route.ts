import { entityByPath } from '../world/entity';
import type { Call } from '../http/call';
import type { EntityName } from '../world/entity';

export interface Route {
  readonly area:
    | 'token'
    | 'authinfo'
    | 'page'
    | 'webhook'
    | 'webhookevent'
    | 'notification'
    | 'entity'
    | 'lookup'
    | 'actions'
    | 'unknown';
  readonly entity: EntityName | undefined;
  /** The numeric id in the path. */
  readonly id: number | null;
  /** The segments after /api, lower case. */
  readonly segments: readonly string[];
}

const LOOKUPS = ['status', 'tickettype', 'priority', 'agent', 'team', 'lookup'];

/** Paths are case-insensitive: clients in the field write /Tickets, /tickets, /Site, /site (seen by several client authors). */
export function routeOf(call: Call): Route {
  const [first = '', ...segments] = call.route.slice(1).split('/');
  const area = areaOf(call.route, first, segments);
  const entity = area === 'entity' ? entityByPath(segments[0] ?? '') : undefined;
  const id = segments[1] !== undefined && /^\d{1,10}$/.test(segments[1]) ? Number(segments[1]) : null;
  return { area, entity, id, segments };
}

function areaOf(route: string, first: string, segments: readonly string[]): Route['area'] {
  if (route === '/token' || route === '/auth/token') return 'token';
  if (first !== 'api' || segments[0] === undefined) return 'page';
  const [resource] = segments;
  if (resource === 'authinfo' || resource === 'webhook' || resource === 'webhookevent' || resource === 'notification')
    return resource;
  if (resource === 'actions') return 'actions';
  if (LOOKUPS.includes(resource)) return 'lookup';
  return entityByPath(resource) === undefined ? 'unknown' : 'entity';
}
