import type { EntityName } from '../world/entity';

/** All that a generated Halo is made of: with these few numbers every record can be written again on demand. */
export interface Census {
  readonly seed: number;
  /** Generated records are all older than this. */
  readonly anchor: number;
  readonly counts: Readonly<Record<EntityName, number>>;
}

/** A number per entity keeps ticket 7 and site 7 from sharing their dice. */
export const SALT: Readonly<Record<EntityName, number>> = { ticket: 11, site: 23, user: 37, invoice: 53, client: 71 };

/** Ids start as in a Halo that has lived, and every n-th is missing: nobody may count on id + 1. */
const NUMBERING: Readonly<Record<EntityName, { readonly first: number; readonly gapEvery: number }>> = {
  ticket: { first: 2001, gapEvery: 23 },
  site: { first: 1, gapEvery: 19 },
  user: { first: 1, gapEvery: 31 },
  invoice: { first: 501, gapEvery: 17 },
  client: { first: 1, gapEvery: 13 },
};

export function idAt(entity: EntityName, index: number): number {
  const { first, gapEvery } = NUMBERING[entity];
  return first + index + Math.floor(index / gapEvery);
}

/** The position of an id among the generated ones; for ids beyond them, where it would be; undefined for a gap. */
export function positionOf(entity: EntityName, id: number): number | undefined {
  const { first, gapEvery } = NUMBERING[entity];
  const offset = id - first;
  if (!Number.isInteger(offset) || offset < 0) return undefined;
  const index = offset - Math.floor(offset / (gapEvery + 1));
  return idAt(entity, index) === id ? index : undefined;
}

export function isGenerated(census: Census, entity: EntityName, id: number): boolean {
  const index = positionOf(entity, id);
  return index !== undefined && index < census.counts[entity];
}

export function lastGeneratedId(census: Census, entity: EntityName): number {
  const count = census.counts[entity];
  return count === 0 ? idAt(entity, 0) - 1 : idAt(entity, count - 1);
}
