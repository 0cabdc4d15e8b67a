import type { EntityName } from '@halosync/contracts';
import { entityNames, recordContracts } from '@halosync/contracts';

/**
 * When so many hints of an entity wait, list pages answer them instead of single reads.
 *
 * n records read by id cost n calls; as rows of what changed since they cost ⌈n/100⌉ and the empty page that ends a list.
 * In calls the pages are better from three records on (2 calls), but they also wait: about 10 s, for the storm to calm and
 * for the service to judge the rows. In 10 s Halo allows 15 calls (450 in 300 s). So up to 15 the single reads are done
 * sooner; above, the pages are better at both.
 */
export const SWEEP_ABOVE = 15;

/**
 * Until a storm is known as one, its hints are read at the pace that Halo allows for ever, 3 in 2 s: a window that happens
 * to be empty would let hundreds through. Touches that come more slowly than that notice nothing.
 */
export const PACE = { reads: 3, withinMs: 2_000 } as const;

/**
 * A record is read at most twice within so long; touched again it rests until then. A change and a deletion soon after it
 * are both read at once, and 200 events on one ticket within 10 s are 3 reads: two at once and one behind them all.
 */
export const READ_TWICE_WITHIN_MS = 12_000;

/** Their rows say when they changed; those of sites and users do not, so each of these is read by id anyway. */
export const sweptEntities: readonly EntityName[] = entityNames.filter(
  (entity) => recordContracts[entity].listsCarryModified,
);

// A record that is touched again after its page was read costs a read of its own.
const CALM_MS = 3_000;
const GATHERING_MOST_MS = 60_000;
// Another delta is under way for so long: then rather one by one.
const GIVE_UP_MS = 120_000;

export interface SweepFacts {
  /** Since the storm was noticed. */
  readonly gatheringMs: number;
  /** Since its last touch. */
  readonly quietMs: number;
  readonly run: 'none' | 'open' | 'over';
}

/** What a sweep does next: `end` hands what it could not settle to the single reads. */
export function sweepStep({ gatheringMs, quietMs, run }: SweepFacts): 'wait' | 'start' | 'end' {
  if (run !== 'none') return run === 'over' ? 'end' : 'wait';
  if (gatheringMs >= GIVE_UP_MS) return 'end';
  return quietMs >= CALM_MS || gatheringMs >= GATHERING_MOST_MS ? 'start' : 'wait';
}
