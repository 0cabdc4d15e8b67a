import type { JsonValue } from './json-value';

/**
 * Whether a value is what Halo writes for a field that it left out: null or an empty array (seen: `lines: null` and
 * `customfields: []` in list rows and small webhooks), or no value at all. An empty string or object is a value.
 */
export function isSparse(value: JsonValue | undefined): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}
