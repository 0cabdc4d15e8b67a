import { recordKey } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import type { Recorded } from './describe-change';
import type { ChangedRecord, Folded, Version } from './fold';

/** Columns of a row that do not hold what its document says, with what they hold instead. */
export type Drift = JsonObject;

/**
 * What is written of a chunk once the columns of the rows that agreed have been looked at. The document is what copies are
 * compared with; columns that somebody altered beside it are written again, and the history says so.
 * @param drifted by `recordKey`, as `past` is: see `fold`.
 */
export function withColumnRepairs(
  folded: Folded,
  drifted: ReadonlyMap<string, Drift>,
  past: ReadonlyMap<string, Recorded>,
): Folded {
  if (drifted.size === 0) return folded;
  const repaired = folded.agreed.flatMap((record) => {
    const key = recordKey(record.last.facts.connectionId, record.last.facts.haloId);
    const drift = drifted.get(key);
    return drift === undefined ? [] : [{ record: nextRevision(record, past.get(key)), drift }];
  });
  return {
    ...folded,
    versions: [...folded.versions, ...repaired.map(({ record, drift }) => version(record, drift))],
    changed: [...folded.changed, ...repaired.map(({ record }) => record)],
  };
}

function nextRevision(record: ChangedRecord, past: Recorded | undefined): ChangedRecord {
  const revision = Math.max(record.after.revision, past?.revision ?? 0) + 1;
  return { ...record, after: { ...record.after, revision } };
}

function version({ last, after }: ChangedRecord, drift: Drift): Version {
  return {
    candidate: last,
    revision: after.revision,
    operation: 'repaired',
    changed: Object.keys(drift),
    before: drift,
    document: after.document,
    knownAt: after.knownAt,
  };
}
