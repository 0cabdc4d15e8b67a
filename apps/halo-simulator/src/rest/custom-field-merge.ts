import type { Halo } from '../halo';
import type { EntityName, Fields } from '../world/entity';

/** A POST names the custom fields that it changes, by id or name; the others keep their value. */
export function mergedCustomFields(halo: Halo, entity: EntityName, id: number, fields: Fields): Fields {
  const posted = fields['customfields'];
  const store = halo.world.store(entity);
  const stored = store.at(id);
  const held = stored === undefined ? undefined : store.document(id, stored)['customfields'];
  if (!isList(posted) || !isList(held)) return fields;
  const merged = new Map(held.map((field) => [keyOf(field), field]));
  for (const field of posted) {
    const found = [...merged.values()].find((one) => one['id'] === field['id'] || one['name'] === field['name']);
    const value = field['value'];
    const display = typeof value === 'string' || typeof value === 'number' ? { display: String(value) } : {};
    merged.set(keyOf(found ?? field), { ...found, ...display, ...field });
  }
  return { ...fields, customfields: [...merged.values()] };
}

function keyOf(field: Fields): string {
  return JSON.stringify(field['id'] ?? field['name']);
}

function isList(value: unknown): value is readonly Fields[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'object' && element !== null);
}
