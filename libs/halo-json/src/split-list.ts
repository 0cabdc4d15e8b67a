const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Takes the list out of an envelope that has it under `key`, or out of a bare array, and hands over the bytes of each
 * element, to be parsed one by one: 150,000 rows as one value cost many times their bytes.
 * @returns the text with the list emptied, to be parsed as usual; the whole text where no list was found, or it is cut
 * off. Text that is no JSON may pass here: whoever parses the parts meets the mistake.
 */
export function splitList(bytes: Uint8Array, key: string, onElement: (element: Uint8Array) => void): Uint8Array {
  const list = findList(bytes, Buffer.from(key));
  if (list === null) return bytes;
  let start = list;
  let depth = 0;
  for (let i = list; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) i = endOfString(bytes, i);
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) depth++;
    else if (depth > 0 && (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT)) depth--;
    else if (depth === 0 && (byte === COMMA || byte === CLOSE_ARRAY)) {
      const element = bytes.subarray(start, i);
      const isLast = byte === CLOSE_ARRAY;
      // `[]` has no element; `[1,]` has an empty one, which is no JSON.
      if (!isLast || start > list || !isBlank(element)) onElement(element);
      start = i + 1;
      if (isLast) return Buffer.concat([bytes.subarray(0, list), bytes.subarray(i)]);
    }
  }
  return bytes;
}

/** Where the list's first element would begin. */
function findList(bytes: Uint8Array, key: Uint8Array): number | null {
  let depth = 0;
  let text: Uint8Array | null = null;
  let isUnderKey = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) {
      const end = endOfString(bytes, i);
      text = bytes.subarray(i + 1, end);
      i = end;
    } else if (byte === COLON && depth === 1) isUnderKey = text !== null && Buffer.compare(text, key) === 0;
    else if (byte === COMMA && depth === 1) isUnderKey = false;
    else if (byte === OPEN_ARRAY && (depth === 0 || (depth === 1 && isUnderKey))) return i + 1;
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) depth++;
    else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth--;
  }
  return null;
}

function endOfString(bytes: Uint8Array, quote: number): number {
  let i = quote + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
