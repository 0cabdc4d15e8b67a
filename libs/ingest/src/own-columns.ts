import type { JsonObject } from '@halosync/halo-json';
import type { AnyEntityDefinition } from './entity-definition';

/** An entity's own columns, by property, as its document says them. */
export function ownColumns(
  definition: AnyEntityDefinition,
  haloId: number,
  document: JsonObject,
): Record<string, unknown> {
  // A tombstone for a record that was never held has no document to read columns from.
  const parsed = definition.schema.safeParse({ ...document, id: haloId });
  return parsed.success ? { ...definition.columns(parsed.data) } : {};
}
