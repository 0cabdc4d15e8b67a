import { isJsonObject } from './json-value';
import type { JsonObject, JsonValue } from './json-value';
import { readHaloDate } from './read-halo-date';

/**
 * Whether two values say the same: whatever the order of keys, and date-times as instants in milliseconds, since
 * Halo prints the same moment with other fractions and zones in a webhook than in a list.
 */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') return sameInstant(a, b);
  if (isArray(a) && isArray(b)) return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  return isJsonObject(a) && isJsonObject(b) && sameObject(a, b);
}

function sameObject(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}

function sameInstant(a: string, b: string): boolean {
  // Most texts that differ are no dates; a time begins at the eleventh character, after T or a space.
  if (!looksLikeDateTime(a) || !looksLikeDateTime(b)) return false;
  const [left, right] = [readHaloDate(a), readHaloDate(b)];
  if ('at' in left && 'at' in right) return left.at.getTime() === right.at.getTime();
  return left.kind === 'unset' && right.kind === 'unset'; // one sentinel for another: both say "none"
}

function looksLikeDateTime(text: string): boolean {
  return text.length >= 19 && text.length <= 36 && text.charCodeAt(4) === 0x2d && text.charCodeAt(13) === 0x3a;
}

function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
