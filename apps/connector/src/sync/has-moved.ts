import type { EntityRun } from './run';
import { committedOf } from './tally-sums';

/** Where an entity's run stands. What it says, who holds it and whether he is alive is no part of that. */
export type Position = Pick<EntityRun, 'phase' | 'pass' | 'repages' | 'nextPage' | 'tally'>;

/**
 * Whether a checkpoint has taken the run further. A page read once more after a crash does not: whoever crashes at the
 * same page again and again stands still, however busy he is.
 */
export function hasMoved(from: Position, to: Position): boolean {
  if (to.phase !== from.phase || to.pass !== from.pass || to.repages !== from.repages) return true;
  return to.nextPage > from.nextPage || committedOf(to.tally) > committedOf(from.tally);
}
