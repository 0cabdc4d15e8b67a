import type { JsonObject, JsonValue } from '@halosync/halo-json';

/** A field by its name, in whatever case the sender writes it; undefined where there is none. */
export function fieldOf(object: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(object, name)) return object[name];
  const key = Object.keys(object).find(
    (candidate) => candidate.length === name.length && candidate.toLowerCase() === name,
  );
  return key === undefined ? undefined : object[key];
}
