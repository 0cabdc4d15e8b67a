import type { JsonObject } from '@halosync/halo-json';
import { sameValue } from '@halosync/halo-json';
import type { Copy, Held } from './copy';

/**
 * What a copy means for the row held. `apply`: it is newer, or proved. `noop`: it agrees. `tombstone`: the record is
 * gone. `stale`: an applied state covers it. `recheck`: only a read by id can tell.
 */
export const verdicts = ['apply', 'noop', 'tombstone', 'stale', 'recheck'] as const;
export type Verdict = (typeof verdicts)[number];

/**
 * The one rule: a newer time wins, a read by id that began after everything we know wins, agreement changes nothing,
 * the rest is asked by id. No clock, no entity name, no I/O; a comparison with a missing time is false.
 */
export function decide(copy: Copy, held: Held | undefined): Verdict {
  // A touch that came dressed as a copy: it can be placed neither in Halo's time nor in ours.
  if (copy.sourceTime === null && copy.validFrom === null) return 'recheck';
  if (held === undefined) return copy.isAbsent ? 'tombstone' : 'apply';

  // A read begun after all that is held was known.
  const isLater = copy.validFrom !== null && copy.validFrom >= held.knownAt;
  const isProved = isLater && copy.isWhole;
  if (copy.isAbsent) {
    if (held.isDeleted) return 'noop';
    return isProved ? 'tombstone' : 'recheck';
  }
  if (held.isDeleted) return isProved ? 'apply' : 'recheck';
  if (agrees(copy.fields, held.document)) return 'noop';

  const times =
    copy.sourceTime !== null && held.sourceTime !== null ? copy.sourceTime.getTime() - held.sourceTime.getTime() : null;
  if (isProved || (times !== null && times > 0)) return 'apply';
  if (times !== null && times < 0 && !isLater) return 'stale';
  // Equal or missing time and other content; or a list row that is older than what is held can be.
  return 'recheck';
}

/** Whether every field that the copy carries equals the one held. The modified time is such a field. */
function agrees(fields: JsonObject, document: JsonObject): boolean {
  return Object.keys(fields).every((name) => Object.hasOwn(document, name) && sameValue(fields[name], document[name]));
}
