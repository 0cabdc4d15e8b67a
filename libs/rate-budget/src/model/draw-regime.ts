import type { Lane } from '../lane';
import { SeededRandom } from './seeded-random';
import { CLOCK_RATE, type Regime } from './world';

/** What happens in the world of this seed. */
export function drawRegime(seed: number): Regime {
  const random = new SeededRandom(seed ^ 0x5bd1e995);
  const hasSteps = random.chance(0.25);
  return {
    limit: random.pick([1, 3, 8, 20, 20, 45]),
    windows: 4,
    replicas: random.integer(1, 3),
    greedy: random.pick<readonly Lane[]>([
      ['backfill'],
      ['refetch'],
      ['delta', 'backfill'],
      ['refetch', 'reconcile'],
      ['console', 'refetch', 'backfill'],
      [],
    ]),
    workers: random.pick([1, 5, 30]),
    sporadic: random.pick<readonly Lane[]>([[], ['refetch'], ['console', 'delta']]),
    latencyMs: random.pick<readonly [number, number]>([
      [0, 10],
      [50, 700],
      [0, 4_000],
      [0, 25_000],
    ]),
    // A process that starts right after a step has nothing to compare with, so the two do not go together.
    hasKills: !hasSteps && random.chance(0.4),
    hasFreezes: random.chance(0.4),
    hasSteps,
    databaseRate: random.between(-CLOCK_RATE, CLOCK_RATE),
  };
}
