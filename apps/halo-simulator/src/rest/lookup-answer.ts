import { AGENTS, PRIORITIES, STATUSES, TICKET_TYPES } from '../generate/lookups';
import { TEAMS } from '../generate/phrases';
import { json, nothing } from '../http/answer';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import type { Route } from './route';

const ROWS: Readonly<Record<string, readonly { readonly id: number | string }[]>> = {
  status: STATUSES.map((status, sequence) => ({
    ...status,
    shortname: status.name,
    sequence,
    colour: '#9e9e9e',
    use: 'status',
  })),
  tickettype: TICKET_TYPES.map((type) => ({ ...type, use: 'tickettype', active: true })),
  priority: PRIORITIES,
  agent: AGENTS,
  // The PowerShell module asks for lookup 11, the list of lookups, right after its token.
  lookup: ['Lookup', 'Response Template', 'Action Outcome'].map((name, position) => ({
    id: position + 1,
    lookupid: 11,
    name,
  })),
  team: TEAMS.map((name, position) => ({ id: position + 1, name, use: 'team' })),
};

/** Small look-up lists are bare arrays (documented). */
export function lookupAnswer(call: Call, { segments }: Route): Answer {
  if (call.method !== 'GET') return nothing(405, { allow: 'GET' });
  const rows = ROWS[segments[0] ?? ''] ?? [];
  if (segments[1] === undefined) return json(rows);
  const row = rows.find(({ id }) => String(id) === segments[1]);
  return row === undefined ? nothing(404) : json(row);
}
