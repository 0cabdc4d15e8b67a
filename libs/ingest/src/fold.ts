import type { Operation } from '@halosync/contracts';
import { recordKey } from '@halosync/contracts';
import type { JsonObject, JsonValue } from '@halosync/halo-json';
import { sameValue } from '@halosync/halo-json';
import { applyVerdict } from './apply-verdict';
import type { Held } from './copy';
import type { Verdict } from './decide';
import { decide } from './decide';
import type { Candidate } from './decode-message';

/** One applied change of one record: a row of the version table, which is history and outbox in one. */
export interface Version {
  readonly candidate: Candidate;
  readonly revision: number;
  readonly operation: Operation;
  /** Names of the fields that differ from the revision before. */
  readonly changed: readonly string[];
  /** Their values before; a field that was not held is absent. */
  readonly before: JsonObject;
  readonly document: JsonObject;
  /** No state held was read or received later than this; of a deletion, when we learned of it. */
  readonly knownAt: Date;
}

/** A record after the chunk, where its row is to be written. */
export interface ChangedRecord {
  readonly last: Candidate;
  readonly heldBefore: Held | undefined;
  readonly after: Held;
}

export interface Folded {
  readonly verdicts: readonly { readonly candidate: Candidate; readonly verdict: Verdict }[];
  /** In the order in which they happened. */
  readonly versions: readonly Version[];
  readonly changed: readonly ChangedRecord[];
  /** Rows that a read by id found as they are: only what is known of them is newer. */
  readonly proved: readonly ChangedRecord[];
  /** Records whose details are to be read: the row went from whole to partial, or their read came too late for it. */
  readonly thinned: readonly Candidate[];
}

/**
 * Copies in offset order, each against the row that the one before it left. The same as one by one, wherever chunks are
 * cut: `decide` and its effects look at one copy and one row and nothing else.
 * @param held rows by `recordKey`.
 */
export function fold(candidates: readonly Candidate[], held: ReadonlyMap<string, Held>): Folded {
  const rows = new Map<string, { before: Held | undefined; now: Held | undefined; last: Candidate | undefined }>();
  const verdicts: { candidate: Candidate; verdict: Verdict }[] = [];
  const versions: Version[] = [];
  const thinned: Candidate[] = [];

  for (const candidate of candidates) {
    const key = recordKey(candidate.facts.connectionId, candidate.facts.haloId);
    const row = rows.get(key) ?? { before: held.get(key), now: held.get(key), last: undefined };
    rows.set(key, row);
    const verdict = decide(candidate.copy, row.now);
    verdicts.push({ candidate, verdict });
    const after = applyVerdict(verdict, candidate.copy, row.now);
    // A newer partial copy was faster than the read that was to bring the details: it settled the touch and brought none.
    if (verdict === 'stale' && candidate.facts.kind === 'record' && row.now?.isWhole === false) thinned.push(candidate);
    if (after === undefined || after === row.now) continue;
    if (after.revision !== row.now?.revision) {
      versions.push(version(candidate, row.now, after));
      row.last = candidate;
      if (row.now?.isWhole === true && !after.isWhole) thinned.push(candidate);
    }
    row.now = after;
    row.last ??= candidate;
  }

  const written = [...rows.values()].flatMap(({ before, now, last }) =>
    now === undefined || last === undefined || now === before ? [] : [{ last, heldBefore: before, after: now }],
  );
  return {
    verdicts,
    versions,
    changed: written.filter(({ heldBefore, after }) => heldBefore?.revision !== after.revision),
    proved: written.filter(({ heldBefore, after }) => heldBefore?.revision === after.revision),
    thinned,
  };
}

function version(candidate: Candidate, before: Held | undefined, after: Held): Version {
  const changed = after.isDeleted
    ? []
    : Object.keys(candidate.copy.fields).filter((name) => !isHeld(before, name, after.document[name]));
  return {
    candidate,
    revision: after.revision,
    operation: operation(before, after, changed),
    changed,
    before: Object.fromEntries(
      changed.flatMap((name) =>
        before !== undefined && Object.hasOwn(before.document, name) ? [[name, before.document[name] ?? null]] : [],
      ),
    ),
    document: after.document,
    knownAt: after.knownAt,
  };
}

const isHeld = (held: Held | undefined, name: string, value: JsonValue | undefined): boolean =>
  held !== undefined && Object.hasOwn(held.document, name) && sameValue(held.document[name], value);

function operation(before: Held | undefined, after: Held, changed: readonly string[]): Operation {
  if (after.isDeleted) return 'deleted';
  if (before === undefined) return 'created';
  if (before.isDeleted) return 'restored';
  return changed.every((name) => !Object.hasOwn(before.document, name)) ? 'enriched' : 'updated';
}
