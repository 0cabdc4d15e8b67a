/** What one pass over the bytes finds out before anything is parsed. */
export interface JsonScan {
  readonly verdict: 'ok' | 'too_deep' | 'too_many_keys';
  /** An escape that may stand for U+0000, a surrogate or the underscore of a prototype key: strings need cleaning. */
  readonly hasSuspectEscape: boolean;
  /** A number with an exponent, or one so long that it may exceed a double. */
  readonly hasHugeNumber: boolean;
}

const PLAIN = 0;
const QUOTE = 1;
const OPEN = 2;
const CLOSE = 3;
const COLON = 4;
const COMMA = 5;
const EXPONENT = 6;

const kinds = new Uint8Array(256);
for (const [characters, kind] of [
  ['"', QUOTE],
  ['{[', OPEN],
  ['}]', CLOSE],
  [':', COLON],
  [',', COMMA],
  ['eE', EXPONENT],
] as const) {
  for (const character of characters) kinds[character.charCodeAt(0)] = kind;
}

const BACKSLASH = 0x5c;
// The largest double has 309 digits. White space counts too: a false alarm costs one walk over the parsed value.
const LONG_TOKEN = 300;

/**
 * Depth and keys of a JSON text, without recursion and without building anything: `[[[[…` of any depth and a million
 * keys cost one pass at most, and usually less, since the pass ends at the limit. Text that is no JSON passes here and
 * fails in the parser, which reads the same strings and brackets up to the first mistake.
 */
export function scanJson(bytes: Uint8Array, limits: { readonly maxDepth: number; readonly maxKeys: number }): JsonScan {
  const { maxDepth, maxKeys } = limits;
  const length = bytes.length;
  let depth = 0;
  let keys = 0;
  let hasSuspectEscape = false;
  let hasHugeNumber = false;
  let tokenStart = 0;
  for (let i = 0; i < length; i++) {
    // Indexes below `length` are never undefined; the `?? 0` is for the compiler and costs nothing measurable.
    const kind = kinds[bytes[i] ?? 0] ?? PLAIN;
    if (kind === PLAIN) continue;
    if (kind === EXPONENT) {
      hasHugeNumber ||= isDigit(bytes[i - 1]);
      continue;
    }
    if (i - tokenStart > LONG_TOKEN) hasHugeNumber = true;
    if (kind === QUOTE) {
      for (i++; i < length; i++) {
        const byte = bytes[i];
        if (byte === 0x22) break;
        if (byte !== BACKSLASH) continue;
        i++;
        if (bytes[i] === 0x75) hasSuspectEscape ||= isSuspect(bytes, i + 1);
      }
    } else if (kind === OPEN) {
      if (++depth > maxDepth) return { verdict: 'too_deep', hasSuspectEscape, hasHugeNumber };
    } else if (kind === CLOSE) {
      depth--;
    } else if (kind === COLON) {
      if (++keys > maxKeys) return { verdict: 'too_many_keys', hasSuspectEscape, hasHugeNumber };
    }
    tokenStart = i;
  }
  return { verdict: 'ok', hasSuspectEscape, hasHugeNumber: hasHugeNumber || length - tokenStart > LONG_TOKEN };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** The four digits after `\u`: 0000, d8… to df…, or 005f (an underscore spelt out, as in a hidden `__proto__`). */
function isSuspect(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at];
  if (first === 0x64 || first === 0x44) return true;
  if (first !== 0x30 || bytes[at + 1] !== 0x30) return false;
  const third = bytes[at + 2];
  return (third === 0x30 && bytes[at + 3] === 0x30) || (third === 0x35 && ((bytes[at + 3] ?? 0) | 0x20) === 0x66);
}
