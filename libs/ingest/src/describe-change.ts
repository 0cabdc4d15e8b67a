import type { Operation } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import { sameValue } from '@halosync/halo-json';
import type { Held } from './copy';

/** What the history says of a record in its last version. */
export type Recorded = Pick<Held, 'document' | 'isDeleted' | 'revision'>;

/** How a change is told: to the history, and to whoever listens. */
export interface ChangeDescription {
  readonly operation: Operation;
  /** Names of the fields that differ from before. */
  readonly changed: readonly string[];
  /** Their values before; a field that was not held is absent, one that was taken out of our row by hand is null. */
  readonly before: JsonObject;
}

/**
 * What a written row means. Compared with the history where that was looked up, since a row may have been altered or
 * deleted in Postgres by hand: putting it back is a repair, and no change in Halo.
 * @param fields names of the fields that the copy carries.
 * @param held the row that the copy met; undefined where there was none.
 * @param past the record's last version, undefined where it has none or nobody looked.
 */
export function describeChange(
  fields: readonly string[],
  held: Recorded | undefined,
  after: Recorded,
  past: Recorded | undefined,
): ChangeDescription {
  const recorded = past ?? held;
  if (after.isDeleted) return { operation: 'deleted', changed: [], before: {} };
  const differs = (from: JsonObject | undefined, name: string): boolean =>
    from === undefined || !Object.hasOwn(from, name) || !sameValue(from[name], after.document[name]);
  const changed = fields.filter((name) => differs(recorded?.document, name));
  const before = Object.fromEntries(
    changed.flatMap((name) =>
      recorded !== undefined && Object.hasOwn(recorded.document, name)
        ? [[name, recorded.document[name] ?? null] as const]
        : [],
    ),
  );
  if (recorded === undefined) return { operation: 'created', changed, before };
  if (recorded.isDeleted) return { operation: 'restored', changed, before };
  // Of what the history holds, something is different in Halo now.
  if (Object.keys(before).length > 0) return { operation: 'updated', changed, before };
  if (held === undefined || held.isDeleted) return { operation: 'repaired', changed, before };
  const altered = fields.filter((name) => differs(held.document, name) && !differs(recorded.document, name));
  if (altered.length === 0) return { operation: 'enriched', changed, before };
  return {
    operation: 'repaired',
    changed: altered,
    before: Object.fromEntries(altered.map((name) => [name, held.document[name] ?? null])),
  };
}
