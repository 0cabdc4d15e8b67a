/** The ids of one entity at both ends. */
export interface IdSets {
  /** Halo's. */
  readonly source: ReadonlySet<number>;
  /** Ours before Halo was asked: what is not in the source was not learned meanwhile. */
  readonly heldBefore: ReadonlySet<number>;
  /** Ours now. */
  readonly held: ReadonlySet<number>;
}

/** What reads by id have found in this run: whether Halo has the record. */
export type Findings = ReadonlyMap<number, boolean>;

export interface Difference {
  /** In Halo and not here, ascending, but for those that Halo no longer has when asked by id. */
  readonly missing: readonly number[];
  /** Here and not in Halo, ascending, but for those that Halo has after all when asked by id. */
  readonly surplus: readonly number[];
}

/**
 * A record made in Halo after its ids were listed is in neither set of the past, so a busy hour makes no differences;
 * one that is deleted meanwhile is settled by its read by id.
 */
export function compareIds({ source, heldBefore, held }: IdSets, findings: Findings = new Map()): Difference {
  const missing = [...source].filter((id) => !held.has(id) && findings.get(id) !== false);
  const surplus = [...held].filter((id) => heldBefore.has(id) && !source.has(id) && findings.get(id) !== true);
  return { missing: missing.sort(ascending), surplus: surplus.sort(ascending) };
}

/** How many records each side has in the end, as they were compared: those made or learned after the look are in neither. */
export function comparedCounts(
  { source, heldBefore, held }: IdSets,
  findings: Findings,
): { readonly inHalo: number; readonly held: number } {
  const inHalo = new Set([...source].filter((id) => findings.get(id) !== false));
  for (const [id, isInHalo] of findings) if (isInHalo) inHalo.add(id);
  return { inHalo: inHalo.size, held: [...held].filter((id) => heldBefore.has(id) || inHalo.has(id)).length };
}

const ascending = (a: number, b: number): number => a - b;

// M10 and M11: up to 20 differences are always looked at one by one, however small the table.
const FEW = 20;
const MISSING_SHARE = 0.01;
const SURPLUS_SHARE = 0.02;
const MAX_REPAGES = 2;

export interface RepairLimits {
  /** How often pages were read again. */
  readonly repages: number;
  /** Of this Halo's pages. */
  readonly pageSize: number;
  /** Rows that this run has turned into tombstones already: they count, in however many rounds they come. */
  readonly deleted: number;
  /** A person has seen it and wants it so: no brake. */
  readonly isForced: boolean;
}

export type Repair =
  | { readonly kind: 'none' }
  /** Read these by id. */
  | { readonly kind: 'read'; readonly ids: readonly number[] }
  /** Too many are missing to read one by one: read pages again from this one on. */
  | { readonly kind: 'page'; readonly fromPage: number }
  | { readonly kind: 'give_up'; readonly detail: string; readonly isBraked: boolean };

/** What to do about a difference. */
export function planRepair(
  { missing, surplus }: Difference,
  sets: IdSets,
  { repages, pageSize, deleted, isForced }: RepairLimits,
): Repair {
  const live = sets.held.size + deleted;
  if (!isForced && surplus.length > 0 && surplus.length + deleted > Math.max(FEW, live * SURPLUS_SHARE)) {
    const detail = `${surplus.length} of ${live} records are no longer listed by Halo, more than can be right. They were not deleted: an administrator has to look at it.`;
    return { kind: 'give_up', detail, isBraked: true };
  }
  if (missing.length > Math.max(FEW, sets.source.size * MISSING_SHARE)) {
    if (repages >= MAX_REPAGES) {
      return {
        kind: 'give_up',
        detail: `${missing.length} records are missing after reading the pages ${MAX_REPAGES + 1} times.`,
        isBraked: false,
      };
    }
    const first = missing[0] ?? 0;
    const before = [...sets.source].filter((id) => id < first).length;
    return { kind: 'page', fromPage: Math.floor(before / pageSize) + 1 };
  }
  const ids = [...missing, ...surplus];
  return ids.length === 0 ? { kind: 'none' } : { kind: 'read', ids };
}
