import type { EntityName } from './entity-name';
import { entityNames } from './entity-name';

/** What an event means for the line: a copy may travel in its payload, or the record has to be asked for. */
export interface EventRoute {
  readonly entity: EntityName;
  readonly means: 'copy' | 'touch';
}

/** The eleven events that a person adds to the webhook in Halo, as Halo's pages name them, in their order. */
export const subscribedEvents = [
  'New Ticket Logged',
  'Ticket Changed',
  'Site Created',
  'Site Updated',
  'Site Deleted',
  'User Created',
  'User Updated',
  'User Deleted',
  'Invoice Created',
  'Invoice Updated',
  'Invoice Deleted',
] as const;

/** Halo sends labels in lower case; `_` and doubled spaces are tolerated. */
export function normaliseEvent(label: string): string {
  return label
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

/**
 * Which event goes where; null for an event that concerns none of the four entities (kept in the log and counted).
 * Any event that names an entity is believed to concern it: Halo has dozens of ticket events (`ticket status changed`,
 * `ticket closed`, …) and a label's exact words vary with version. A deletion never travels as a copy: what it carries
 * is the record as it was.
 */
export function routeEvent(label: string): EventRoute | null {
  const words = normaliseEvent(label).split(' ');
  // The first one named: `ticket updated by user` concerns the ticket.
  const entity = words
    .map((word) => entityNames.find((name) => word === name || word === `${name}s`))
    .find((name) => name !== undefined);
  if (entity === undefined) return null;
  return { entity, means: words.some((word) => word === 'deleted' || word === 'delete') ? 'touch' : 'copy' };
}
