import type { Operation } from '@halosync/contracts';
import { recordKey } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import { applyVerdict } from './apply-verdict';
import type { Held } from './copy';
import type { Verdict } from './decide';
import { decide } from './decide';
import type { Candidate } from './decode-message';
import type { Recorded } from './describe-change';
import { describeChange } from './describe-change';

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
  /** Rows whose document a read (by id or of a list) found as it is: only their columns can still be wrong. */
  readonly agreed: readonly ChangedRecord[];
  /** Records whose details are to be read: the row went from whole to partial, or their read came too late for it. */
  readonly thinned: readonly Candidate[];
}

/**
 * Copies in offset order, each against the row that the one before it left. The same as one by one, wherever chunks are
 * cut: `decide` and its effects look at one copy and one row and nothing else.
 * @param held rows by `recordKey`.
 * @param past last versions by `recordKey`, as far as they were looked up: see `lastVersions`.
 */
export function fold(
  candidates: readonly Candidate[],
  held: ReadonlyMap<string, Held>,
  past: ReadonlyMap<string, Recorded> = new Map(),
): Folded {
  const rows = new Map<string, FoldedRow>();
  const verdicts: { candidate: Candidate; verdict: Verdict }[] = [];
  const versions: Version[] = [];
  const thinned: Candidate[] = [];

  for (const candidate of candidates) {
    const key = recordKey(candidate.facts.connectionId, candidate.facts.haloId);
    const row: FoldedRow = rows.get(key) ?? { before: held.get(key), now: held.get(key), past: past.get(key) };
    rows.set(key, row);
    const verdict = decide(candidate.copy, row.now);
    verdicts.push({ candidate, verdict });
    const after = continued(applyVerdict(verdict, candidate.copy, row.now), row);
    if (verdict === 'noop' && candidate.copy.validFrom !== null && !candidate.copy.isAbsent) row.agreed = candidate;
    // A newer partial copy was faster than the read that was to bring the details: it settled the touch and brought none.
    if (verdict === 'stale' && candidate.facts.kind === 'record' && row.now?.isWhole === false) thinned.push(candidate);
    if (after === undefined || after === row.now) continue;
    if (after.revision !== row.now?.revision) {
      versions.push(version(candidate, row, after));
      row.past = after;
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
    agreed: [...rows.values()].flatMap(({ before, now, agreed }) =>
      agreed === undefined || before?.revision !== now?.revision || now === undefined
        ? []
        : [{ last: agreed, heldBefore: before, after: now }],
    ),
    thinned,
  };
}

/** A record on its way through the chunk. */
interface FoldedRow {
  readonly before: Held | undefined;
  now: Held | undefined;
  past: Recorded | undefined;
  /** The copy that wrote it last. */
  last?: Candidate;
  /** The last read that agreed with it. */
  agreed?: Candidate;
}

/** Where a row was deleted or altered by hand, its history may be ahead of it: revisions go on from there. */
function continued(after: Held | undefined, { now, past }: FoldedRow): Held | undefined {
  return after === undefined || after.revision === now?.revision || past === undefined
    ? after
    : { ...after, revision: Math.max(after.revision, past.revision + 1) };
}

function version(candidate: Candidate, { now, past }: FoldedRow, after: Held): Version {
  // The same words whether the chunk holds one message or many: of these the history is always known.
  const isLookedUp = candidate.facts.kind === 'record' || now === undefined;
  return {
    candidate,
    revision: after.revision,
    document: after.document,
    knownAt: after.knownAt,
    ...describeChange(Object.keys(candidate.copy.fields), now, after, isLookedUp ? past : undefined),
  };
}
