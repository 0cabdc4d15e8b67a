import type { JsonValue } from './json-value';

export interface Cleaning {
  /** Called for a number that no double can hold (1e400 parses to Infinity); returns what stands in its place. */
  readonly nonFinite: (value: number) => JsonValue;
}

// With the u flag a surrogate matches only where it has no partner.
const BAD_CHARACTERS = /[\0\p{Surrogate}]/gu;

/**
 * A parsed value without what harms its readers: U+0000 and lone surrogates become U+FFFD, in values and in keys, and
 * a key `__proto__` is dropped (as an own key it is harmless here, but the first `target[key] = value` of somebody
 * else's code would set a prototype). Unchanged parts are returned as they are. Recursive: depth is limited beforehand.
 */
export function cleanJson(value: JsonValue, cleaning: Cleaning): JsonValue {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : cleaning.nonFinite(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return cleanArray(value as readonly JsonValue[], cleaning); // isArray widens to any[]
  const cleaned: Record<string, JsonValue> = {};
  let isChanged = false;
  for (const [key, held] of Object.entries(value)) {
    const cleanKey = cleanText(key);
    const cleanValue = cleanJson(held, cleaning);
    if (cleanKey === '__proto__') {
      isChanged = true;
      continue;
    }
    isChanged ||= cleanKey !== key || cleanValue !== held;
    cleaned[cleanKey] = cleanValue;
  }
  return isChanged ? cleaned : value;
}

function cleanArray(values: readonly JsonValue[], cleaning: Cleaning): readonly JsonValue[] {
  const cleaned = values.map((value) => cleanJson(value, cleaning));
  return cleaned.some((value, index) => value !== values[index]) ? cleaned : values;
}

function cleanText(text: string): string {
  return text.replace(BAD_CHARACTERS, '\ufffd');
}
