import type { EntityRun, RunOutcome, RunState } from './run';
import { runOutcomes } from './run';

/** A run is as good as the worst of its entities. */
export function worstOutcome(outcomes: readonly RunOutcome[]): RunOutcome {
  return runOutcomes[Math.max(0, ...outcomes.map((outcome) => runOutcomes.indexOf(outcome)))] ?? 'incomplete';
}

/** What is said of a run that may still be under way. */
export function runState(
  outcome: RunOutcome | null,
  entities: readonly Pick<EntityRun, 'state' | 'endedAt'>[],
): RunState {
  if (outcome !== null) return outcome;
  if (entities.some(({ state, endedAt }) => state === 'stalled' && endedAt === null)) return 'stalled';
  return entities.every(({ state }) => state === 'queued') ? 'queued' : 'running';
}
