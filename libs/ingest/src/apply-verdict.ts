import type { JsonObject } from '@halosync/halo-json';
import type { Copy, Held } from './copy';
import type { Verdict } from './decide';

const NOTHING: JsonObject = {};

/** The row after the verdict; the same object where nothing is to be written. */
export function applyVerdict(verdict: Verdict, copy: Copy, held: Held | undefined): Held | undefined {
  switch (verdict) {
    case 'apply':
      return {
        // Top-level fields that the copy carries replace those held; none is removed.
        document: { ...held?.document, ...copy.fields },
        // May fall, and may become null: it is the time of the state held, not the largest time seen.
        sourceTime: copy.sourceTime,
        knownAt: later(copy.knownAt, held?.knownAt),
        isWhole: copy.isWhole,
        isDeleted: false,
        revision: (held?.revision ?? 0) + 1,
      };
    case 'tombstone':
      return {
        document: held?.document ?? NOTHING,
        sourceTime: held?.sourceTime ?? null,
        knownAt: later(copy.knownAt, held?.knownAt),
        isWhole: held?.isWhole ?? false,
        isDeleted: true,
        revision: (held?.revision ?? 0) + 1,
      };
    case 'noop':
      return held !== undefined && isReadById(copy)
        ? { ...held, knownAt: later(copy.knownAt, held.knownAt), isWhole: held.isDeleted ? held.isWhole : true }
        : held;
    case 'stale':
    case 'recheck':
      return held;
  }
}

/** A read by id proves what it agrees with; an agreeing webhook or list row proves nothing about the details. */
function isReadById(copy: Copy): boolean {
  return copy.validFrom !== null && (copy.isWhole || copy.isAbsent);
}

function later(a: Date, b: Date | undefined): Date {
  return b !== undefined && b > a ? b : a;
}
