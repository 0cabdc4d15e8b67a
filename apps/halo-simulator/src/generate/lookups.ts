export const STATUSES = [
  { id: 1, name: 'New' },
  { id: 2, name: 'In Progress' },
  { id: 3, name: 'Action Required' },
  { id: 4, name: 'With User' },
  { id: 5, name: 'With Supplier' },
  { id: 8, name: 'Cancelled' },
  { id: 9, name: 'Closed' },
] as const;

/** Closed for our purposes; a tenant may configure others. */
export const CLOSED_STATUSES: readonly number[] = [8, 9];

export const TICKET_TYPES = [
  { id: 1, name: 'Incident' },
  { id: 2, name: 'Change Request' },
  { id: 3, name: 'Service Request' },
  { id: 4, name: 'Störung' },
] as const;

/** A priority's key is `priorityid`; its `id` is a GUID (seen by a sync engine's authors). */
export const PRIORITIES = ['Critical', 'High', 'Medium', 'Low'].map((name, position) => ({
  id: `5f0c1d2e-0000-4000-a000-00000000000${String(position + 1)}`,
  priorityid: position + 1,
  name,
  slaid: 1,
}));

/** Agent 1 is the "Unassigned" sentinel. */
export const AGENTS = Array.from({ length: 9 }, (_, position) => ({
  id: position + 1,
  name: position === 0 ? 'Unassigned' : `Agent ${String(position + 1)}`,
  email: position === 0 ? '' : `agent${String(position + 1)}@msp.example`,
  isdisabled: false,
  team: '1st Line Support',
  use: 'agent',
}));
