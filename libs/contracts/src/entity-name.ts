/** The four kinds of record that are kept. Singular everywhere outside SQL and list paths. */
export const entityNames = ['ticket', 'site', 'user', 'invoice'] as const;

export type EntityName = (typeof entityNames)[number];

export const isEntityName = (word: string): word is EntityName => (entityNames as readonly string[]).includes(word);

/** One value per entity, built by a function; the type knows that none is missing. */
export function perEntity<T>(make: (entity: EntityName) => T): Record<EntityName, T> {
  return { ticket: make('ticket'), site: make('site'), user: make('user'), invoice: make('invoice') };
}
