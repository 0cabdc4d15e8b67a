import type { EntityName } from '@halosync/contracts';
import { recordContracts } from '@halosync/contracts';

const MINUTE_MS = 60_000;

export interface WindowFacts {
  /** Start of the entity's last complete run: changes before it are in. */
  readonly coveredUntil: Date | null;
  /** Where nothing was ever complete: the start of the first read under way, or of the connection. */
  readonly firstRead: Date;
  /** Webhooks may have been lost from here on. */
  readonly gapFrom: Date | null;
  /** How far Halo's clock is behind ours, if it is. */
  readonly behindMs: number;
}

/**
 * From where a delta asks for changes. Never the newest time seen: a change may be committed late, with an earlier time.
 * List rows of sites and users carry no time, and each of them costs a read, so these two overlap less.
 */
export function deltaWindow(entity: EntityName, { coveredUntil, firstRead, gapFrom, behindMs }: WindowFacts): Date {
  const overlapMs = (recordContracts[entity].listsCarryModified ? 10 : 2) * MINUTE_MS;
  const start = Math.min((coveredUntil ?? firstRead).getTime(), gapFrom?.getTime() ?? Infinity);
  return new Date(start - overlapMs - Math.max(0, behindMs));
}

// A webhook comes seconds after what it tells of, a batched one a minute or two.
const SWEEP_OVERLAP_MS = 2 * MINUTE_MS;

/**
 * From where a sweep asks for changes: what its touches tell of, and no more. It covers nothing (a change without a touch
 * may lie further back), and what it does not find is read by id.
 */
export function sweepWindow(oldestTouch: Date, behindMs: number): Date {
  return new Date(oldestTouch.getTime() - SWEEP_OVERLAP_MS - Math.max(0, behindMs));
}
