/** What a call to Halo is for. In the order in which people read them. */
export const lanes = ['refetch', 'console', 'delta', 'reconcile', 'backfill'] as const;

export type Lane = (typeof lanes)[number];

/**
 * Highest first. `console` is a person who waits, and people are few, so it cannot starve `refetch`; the other way
 * round, a storm of ten thousand touches would keep a person waiting for hours.
 */
export const lanesByPriority: readonly Lane[] = ['console', 'refetch', 'delta', 'reconcile', 'backfill'];

/** Somebody or some record waits for the answer: such a lane takes a free slot at once, unshaped. */
export function isInteractive(lane: Lane): boolean {
  return lane === 'refetch' || lane === 'console';
}
