import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@halosync/errors';
import type { EntityWork } from './entity-work';

/** Asks the entity's service for as long as it takes; meanwhile the run says whom it waits for. */
export async function askService<Answer>(work: EntityWork, ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AppError) || !error.retryable) throw error;
      const { entity, state } = work.facts;
      await work.say(`The ${entity} service does not answer.`, state === 'stalled' ? 'stalled' : 'running');
      await sleep(1_000, undefined, { signal: work.signal });
    }
  }
}
