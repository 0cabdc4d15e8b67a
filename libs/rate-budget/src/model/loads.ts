import type { Lane } from '../lane';
import { fixedWindow, rollingCountingAccepted, rollingCountingAll, tokenBucket, type Limiter } from './halo-limiters';
import type { Weakness } from './simulated-store';
import { CLOCK_RATE, type Regime } from './world';

/** How Halo may count its 450 in 5 minutes; the two fixed windows begin at moments of their own. */
export const haloLimiters: readonly (readonly [name: string, limiter: Limiter])[] = [
  ['fixed window', fixedWindow(100_000)],
  ['rolling log', rollingCountingAccepted],
  ['rolling log that counts rejects', rollingCountingAll],
  ['token bucket of 450', tokenBucket(1)],
];

/** What may want more than Halo allows: lanes whose workers never rest. A person wants one read now and then beside each. */
export const loads: readonly (readonly [name: string, greedy: readonly Lane[]])[] = [
  ['a backfill', ['backfill']],
  ['delta, backfill', ['delta', 'backfill']],
  ['reads by id', ['refetch']],
  ['reads by id, reconcile, backfill', ['refetch', 'reconcile', 'backfill']],
];

/** Left out one at a time, each of them has to be refused. */
export const controls: readonly (readonly [name: string, weakness: Weakness])[] = [
  ['a fixed window of our own', 'fixed_window'],
  ['each process counts for itself', 'per_process'],
  ['slots timed from the sending', 'stamped_when_sent'],
];

/**
 * Three replicas of which one is killed each 100 s or so, answers within 700 ms but for one in twenty that takes up to 5 s,
 * and every clock up to 100 ppm off: the database's as far as it may be.
 */
export function hardRegime(greedy: readonly Lane[], limiter: Limiter, windows: number): Regime {
  return {
    ...{ limit: 450, windows, replicas: 3, workers: 10, greedy, sporadic: ['console'] },
    ...{ latencyMs: [50, 700], tailMs: 5_000, hasKills: true, hasFreezes: false, hasSteps: false },
    ...{ databaseRate: CLOCK_RATE, halo: { limiter, limit: 450, tellsLimit: false } },
  };
}
