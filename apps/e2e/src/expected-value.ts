import type { ColumnKind } from './expected-columns';

/** What a public column must hold for what Halo says, in a form that can be compared as text. */
export function expectedValue(kind: ColumnKind, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'instant':
      return instant(value);
    case 'integer':
      return String(Number(value));
    case 'decimal':
      return decimal(value);
    case 'json':
      return canonicalJson(value);
    case 'text':
    case 'boolean':
      return typeof value === 'string' ? value.replaceAll('\0', '�').toWellFormed() : JSON.stringify(value);
  }
}

/** What the column does hold, in the same form. */
export function heldValue(kind: ColumnKind, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (kind === 'decimal') return decimal(value);
  if (kind === 'json') return canonicalJson(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Halo's dates have no zone and mean UTC; sentinels of 1980 and before mean "none". */
function instant(value: unknown): string | null {
  const text = typeof value === 'string' ? value : '';
  if (text === '' || Number(text.slice(0, 4)) <= 1980) return null;
  const [, seconds = '', fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z?$/.exec(text) ?? [];
  return `${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

/** 240, 240.0 and "240.00" are one amount. */
function decimal(value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}

/** JSON with sorted keys; dates as instants, since two answers may print one differently. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') {
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/.test(part)
        ? instantOrText(part)
        : part.replaceAll('\0', '�').toWellFormed();
    }
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Halo has several dates that mean "none", and may write another one of them the next time. */
function instantOrText(text: string): string {
  if (Number(text.slice(0, 4)) <= 1980) return 'none';
  const [seconds = '', fraction = ''] = text.split('.');
  return `${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}`;
}
