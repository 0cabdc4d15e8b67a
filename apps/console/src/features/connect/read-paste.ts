import type { FieldName, Values } from './values';
import { putRight } from './values';

// As people write them in tickets and password managers, and as Halo's pages call them.
const labels: Readonly<Record<FieldName, RegExp>> = {
  authUrl: /^(?:auth(?:ori[sz]ation)?\s*(?:url|server))\s*[:=\t]\s*(\S+)/i,
  resourceUrl: /^(?:resource\s*(?:url|server)|api\s*url)\s*[:=\t]\s*(\S+)/i,
  tenant: /^(?:tenant(?:\s*(?:id|name))?)\s*[:=\t]\s*(\S+)/i,
  clientId: /^(?:client\s*id)\s*[:=\t]\s*(\S+)/i,
  clientSecret: /^(?:client\s*secret|secret)\s*[:=\t]\s*(\S+)/i,
};

/** The values that a pasted text names; empty unless it names at least two: one alone is just pasted. */
export function readPaste(text: string): Partial<Values> {
  const found: Partial<Record<FieldName, string>> = {};
  // Labels may follow one another in one line.
  const lines = text.split(/[\r\n;,]+|\s+(?=(?:auth|resource|tenant|client|secret)[\w ]*[:=])/i);
  for (const line of lines) {
    for (const [name, label] of Object.entries(labels) as [FieldName, RegExp][]) {
      // the keys of the record above
      const value = label.exec(line.trim())?.[1];
      if (value !== undefined) found[name] ??= putRight(name, value);
    }
  }
  return Object.keys(found).length < 2 ? {} : found;
}
