import { setTimeout as sleep } from 'node:timers/promises';
import { failureClass, fullJitterMs } from '@halosync/errors';
import type { Chunk, IncomingMessage } from '@halosync/kafka';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import type { Candidate } from './decode-message';
import type { Outcomes } from './record-store';

export interface ChunkSteps {
  readonly decode: (message: IncomingMessage) => Candidate;
  readonly store: (candidates: readonly Candidate[]) => Promise<Outcomes>;
  readonly bury: (message: IncomingMessage, failure: 'poison' | 'unknown', error: unknown) => Promise<void>;
  readonly log: Log;
}

// A bug gets a few attempts, in case it was the moment's fault, before its message is put aside.
const UNKNOWN_ATTEMPTS = 10;

/**
 * Takes a chunk to its end. Transient failures are thrown, so that the partition rests and the same messages come
 * again; anything else never holds up the messages behind it.
 */
export async function takeChunk(chunk: Chunk, steps: ChunkSteps): Promise<Outcomes> {
  const outcomes: Record<string, number> = {};
  const add = (more: Outcomes): void => {
    for (const [outcome, count] of Object.entries(more)) outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  };
  try {
    add(await steps.store(chunk.map((message) => steps.decode(message))));
  } catch (error) {
    if (failureClass(error) === 'transient') throw error;
    // One of them is at fault: one by one, so that only that one is put aside. The result is the same (see fold).
    for (const message of chunk) add(await takeOne(message, steps));
  }
  return outcomes;
}

async function takeOne(message: IncomingMessage, steps: ChunkSteps): Promise<Outcomes> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await steps.store([steps.decode(message)]);
    } catch (error) {
      const failure = failureClass(error);
      if (failure === 'transient') throw error;
      if (failure === 'poison' || attempt === UNKNOWN_ATTEMPTS) {
        const { topic, partition, offset, key } = message;
        steps.log[failure === 'poison' ? 'warn' : 'error']('message put aside', {
          topic,
          partition,
          offset,
          key,
          ...errorFields(error),
        });
        await steps.bury(message, failure, error);
        return { dead: 1 };
      }
      await sleep(fullJitterMs(attempt, Math.random, 2_000));
    }
  }
}
