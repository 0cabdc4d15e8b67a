import type { EntityName } from '@halosync/contracts';
import type { HaloApi } from '../transport/halo-call';
import { firstReader } from './first-read';
import { outcomeOfError, outcomeOfRead } from './read-outcome';
import type { ReadOutcome } from './read-outcome';
import type { ReadOutcomes } from './read-verdict';
import type { TestRun } from './test-run';

// These decide alone: the other entities would only tell the same, for a call each.
const FINAL: ReadonlySet<ReadOutcome['kind']> = new Set<ReadOutcome['kind']>([
  'network',
  'rate_limited',
  'server_error',
  'timeout',
]);

/** One real read per entity: the first alone, the others side by side if it did not decide by itself. */
export async function readEntities(
  run: TestRun,
  api: HaloApi,
  entities: readonly EntityName[],
  attemptShare: number,
): Promise<ReadOutcomes> {
  const read = async (entity: EntityName): Promise<readonly [EntityName, ReadOutcome]> => {
    const readFirst = firstReader(entity);
    try {
      const found = await run.step(entity, 1, attemptShare, (timing) => {
        const send: HaloApi['send'] = (call) => api.send({ ...timing, ...call });
        return readFirst({ ...api, send }, timing.timeoutMs);
      });
      return [entity, outcomeOfRead(found)];
    } catch (error) {
      return [entity, outcomeOfError(error, Math.round(run.msOf(entity) / 1000))];
    }
  };
  const [firstEntity, ...others] = entities;
  if (firstEntity === undefined) return new Map();
  const first = await read(firstEntity);
  if (FINAL.has(first[1].kind)) return new Map([first]);
  return new Map([first, ...(await Promise.all(others.map(read)))]);
}
