import { flag } from '../http/call';
import { FACTS } from '../world/entity';
import type { Profile } from '../faults/profile';
import type { Core, EntityName } from '../world/entity';
import type { Overlay, EntityStore } from '../world/entity-store';

type Query = ReadonlyMap<string, string>;
type Key = string | number;

interface Rule {
  readonly field: string;
  readonly descending: boolean;
}

/** `order`, `orderdesc`, then `order2` … `order5` (documented); the web UI orders invoices by two of them. */
export function orderRules(entity: EntityName, query: Query, profile: Profile): readonly Rule[] {
  const rules = ['', '2', '3', '4', '5'].flatMap((suffix) => {
    const field = query.get(`order${suffix}`)?.toLowerCase();
    return field === undefined || field === ''
      ? []
      : [{ field, descending: flag(query, `orderdesc${suffix}`) === true }];
  });
  if (rules.length > 0) return rules;
  return [{ field: 'id', descending: entity === 'ticket' && profile.defaultOrder === 'tickets-newest-first' }];
}

/** Sorts ids that come in ascending order; equal keys keep that order. */
export function inOrder(
  store: EntityStore,
  ids: number[],
  rules: readonly Rule[],
  overlay: Overlay | undefined,
): number[] {
  const [first] = rules;
  if (first?.field === 'id') return first.descending ? ids.reverse() : ids;
  const keyed = ids.map((id) => ({ id, keys: rules.map(({ field }) => keyOf(store, id, field, overlay)) }));
  keyed.sort((a, b) => {
    for (const [position, { descending }] of rules.entries()) {
      const difference = compare(a.keys[position] ?? 0, b.keys[position] ?? 0);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
  return keyed.map(({ id }) => id);
}

function keyOf(store: EntityStore, id: number, field: string, overlay: Overlay | undefined): Key {
  if (field === 'id') return id;
  const stored = store.at(id, overlay);
  if (stored === undefined) return 0;
  const quick = coreKey(store.entity, stored.core, field);
  if (quick !== undefined) return quick;
  const value = store.document(id, stored)[field];
  return typeof value === 'number' || typeof value === 'string'
    ? value
    : typeof value === 'boolean'
      ? Number(value)
      : '';
}

function coreKey(entity: EntityName, core: Core, field: string): number | undefined {
  if (field === FACTS[entity].modified) return core.modified;
  if (field === (entity === 'ticket' ? 'dateoccurred' : entity === 'invoice' ? 'invoice_date' : 'datecreated'))
    return core.happened;
  if (field === 'client_id') return core.client;
  return undefined;
}

function compare(a: Key, b: Key): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
