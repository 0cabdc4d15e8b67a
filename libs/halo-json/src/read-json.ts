import { AppError } from '@halosync/errors';
import { cleanJson } from './clean-json';
import type { JsonValue } from './json-value';
import { scanJson } from './scan-json';

export interface ReadJsonOptions {
  /** Deepest nesting of arrays and objects. */
  readonly maxDepth: number;
  /** Most keys of all objects together; they, not bytes, cost memory. */
  readonly maxKeys: number;
  /**
   * What becomes of a number beyond a double, such as 1e400: `refuse` the whole, or keep it as `text` ("Infinity").
   * A list page takes the text: it fails the schema of a known number, so that one record is poison and not its page.
   */
  readonly nonFinite: 'refuse' | 'text';
}

const DEFAULTS: ReadJsonOptions = { maxDepth: 64, maxKeys: 50_000, nonFinite: 'refuse' };
// A byte order mark is stripped by the decoder; bytes that are no UTF-8 make it throw.
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Bytes of unknown origin to a JSON value that is safe to keep: UTF-8 only, limits checked before anything is built,
 * no U+0000, no lone surrogates, no `__proto__`. Decompression and the size of the body are the caller's matter.
 * @throws AppError `body_unreadable` (empty, not UTF-8, HTML, not JSON, too deep, too many keys), its message for
 * people; `record_invalid` for a number that no double can hold.
 */
export function readJson(bytes: Uint8Array, options: Partial<ReadJsonOptions> = {}): JsonValue {
  const { maxDepth, maxKeys, nonFinite } = { ...DEFAULTS, ...options };
  if (bytes.length === 0) throw unreadable('The body is empty.', 'empty');
  const scan = scanJson(bytes, { maxDepth, maxKeys });
  if (scan.verdict === 'too_deep') throw unreadable(`The body nests deeper than ${maxDepth} levels.`, 'too_deep');
  if (scan.verdict === 'too_many_keys') throw unreadable(`The body has more than ${maxKeys} keys.`, 'too_many_keys');
  const text = decode(bytes);
  const value = parse(text);
  if (!scan.hasSuspectEscape && !scan.hasHugeNumber && !text.includes('__proto__')) return value;
  return cleanJson(value, {
    nonFinite: (number) => {
      if (nonFinite === 'text') return String(number);
      throw new AppError('record_invalid', 'A number is larger than any that can be kept.');
    },
  });
}

function decode(bytes: Uint8Array): string {
  // ASCII in UTF-16 is valid UTF-8 full of NULs; without this check it would be called "not JSON".
  if (bytes[0] === 0 || bytes[1] === 0) throw unreadable('The body is UTF-16, and JSON is UTF-8.', 'not_utf8');
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw unreadable('The body is not UTF-8.', 'not_utf8', cause);
  }
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue; // JSON.parse returns nothing but JSON values
  } catch (cause) {
    const start = text.trimStart();
    if (start === '') throw unreadable('The body is empty.', 'empty', cause);
    if (start.startsWith('<')) throw unreadable('The body is a web page or XML, not JSON.', 'html', cause);
    // The parser's own message quotes the body, which may hold personal data.
    throw unreadable('The body is not JSON.', 'not_json');
  }
}

function unreadable(message: string, reason: string, cause?: unknown): AppError {
  return new AppError('body_unreadable', message, { cause, details: { reason } });
}
