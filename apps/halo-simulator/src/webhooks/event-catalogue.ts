import { CLOSED_STATUSES } from '../generate/lookups';
import type { EntityName } from '../world/entity';
import type { Happening } from '../world/world';

export interface HaloEvent {
  readonly eventno: number;
  /** Lower-case UI label, as deliveries carry it (two of them seen live, the rest inferred). */
  readonly label: string;
  readonly entity: EntityName;
}

/** Ticket numbers are those seen in use; for the others none is known, so these are ours and nobody may rely on them. */
export const EVENTS = [
  { eventno: 3, label: 'new ticket logged', entity: 'ticket' },
  { eventno: 61, label: 'ticket changed', entity: 'ticket' },
  { eventno: 76, label: 'ticket status changed', entity: 'ticket' },
  { eventno: 39, label: 'ticket closed', entity: 'ticket' },
  { eventno: 1072, label: 'ticket deleted', entity: 'ticket' },
  { eventno: 2101, label: 'site created', entity: 'site' },
  { eventno: 2102, label: 'site updated', entity: 'site' },
  { eventno: 2103, label: 'site deleted', entity: 'site' },
  { eventno: 2201, label: 'user created', entity: 'user' },
  { eventno: 2202, label: 'user updated', entity: 'user' },
  { eventno: 2203, label: 'user deleted', entity: 'user' },
  { eventno: 2301, label: 'invoice created', entity: 'invoice' },
  { eventno: 2302, label: 'invoice updated', entity: 'invoice' },
  { eventno: 2303, label: 'invoice deleted', entity: 'invoice' },
] as const satisfies readonly HaloEvent[];

export type EventLabel = (typeof EVENTS)[number]['label'];

export function eventByLabel(label: string): HaloEvent | undefined {
  return EVENTS.find((event) => event.label === label.trim().toLowerCase());
}

export function eventByNumber(eventno: number): HaloEvent | undefined {
  return EVENTS.find((event) => event.eventno === eventno);
}

/** One change can raise several events: a change of status is also a change. Restoring raises "changed" (our choice). */
export function eventsOf({ change, before, after }: Happening): readonly HaloEvent[] {
  return labelsOf(change.entity, change.operation, before?.core.status, after.core.status).flatMap(
    (label) => eventByLabel(label) ?? [],
  );
}

function labelsOf(
  entity: EntityName,
  operation: Happening['change']['operation'],
  statusBefore: number | undefined,
  statusAfter: number,
): readonly string[] {
  if (entity !== 'ticket') return [`${entity} ${operation === 'restored' ? 'updated' : operation}`];
  if (operation === 'created') return ['new ticket logged'];
  if (operation === 'deleted') return ['ticket deleted'];
  if (statusBefore === statusAfter) return ['ticket changed'];
  const closed = CLOSED_STATUSES.includes(statusAfter) ? ['ticket closed'] : [];
  return ['ticket changed', 'ticket status changed', ...closed];
}
