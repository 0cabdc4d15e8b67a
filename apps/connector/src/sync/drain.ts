import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityName } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { EntityServices } from '../services/entity-services';
import type { EntityWork } from './entity-work';
import type { TallySums } from './run';
import { publishedCalls } from './run-store';
import { sumTally, unjudged } from './tally-sums';

export interface DrainParts {
  readonly dataSource: DataSource;
  readonly services: Pick<EntityServices, 'tally'>;
  /** Messages of the entity's `touched` that are not in the queue yet. */
  readonly touchLag: (entity: EntityName) => Promise<number>;
}

export interface Drained {
  readonly tally: TallySums;
  /** Records that Halo keeps refusing to show by id. */
  readonly stuck: number;
}

const LOOK_MS = 250;
// The service publishes its touches right after its commit, and looks for forgotten ones each second.
const TOUCHES_WITHIN_MS = 1_500;
// An entry that failed so often waits for somebody, not for a moment.
const STUCK_ATTEMPTS = 5;

/**
 * Waits until nothing of the run is on its way: the service has judged every copy, every touch that they raised is in
 * the queue, and every record that was queued for the run has been read. For as long as it takes: the clock says nothing
 * about a broker that is away, only movement does, and who stands still is shown as stalled.
 */
export async function drain(work: EntityWork, parts: DrainParts): Promise<Drained> {
  let lastSeen = '';
  let quietSince: number | null = null;
  for (;;) {
    work.signal.throwIfAborted();
    const open = await whatIsOpen(work, parts);
    const seen = JSON.stringify(open);
    if (seen !== lastSeen) {
      lastSeen = seen;
      await work.checkpoint({ tally: open.tally, detail: describe(work, open) });
    }
    const isQuiet = open.copies === 0 && open.reads === 0;
    quietSince = isQuiet ? (quietSince ?? performance.now()) : null;
    if (quietSince !== null && (await touchesAreIn(work, parts, open.tally, quietSince)))
      return { tally: open.tally, stuck: open.stuck };
    await sleep(LOOK_MS, undefined, { signal: work.signal });
  }
}

interface Open {
  /** Copies that the service has not judged. */
  readonly copies: number;
  /** Records in the queue for this run. */
  readonly reads: number;
  readonly stuck: number;
  readonly tally: TallySums;
  readonly serviceAway: boolean;
}

async function whatIsOpen({ run, facts }: EntityWork, { dataSource, services }: DrainParts): Promise<Open> {
  const { entity } = facts;
  // The queue first: an entry that goes after this look has left a call that the next statement sees.
  const [queue] = await dataSource.query<{ reads: string; stuck: string }[]>(
    `SELECT count(*) FILTER (WHERE attempts < $3) AS reads, count(*) FILTER (WHERE attempts >= $3) AS stuck
     FROM refetch WHERE run_ids @> ARRAY[$1::uuid] AND entity = $2`,
    [run.id, entity, STUCK_ATTEMPTS],
  );
  const waiting = { reads: Number(queue?.reads ?? 0), stuck: Number(queue?.stuck ?? 0) };
  const published = await publishedCalls(dataSource, run.id, entity);
  try {
    const calls = await services.tally(entity, run.id);
    return { ...waiting, copies: unjudged(calls, published), tally: sumTally(calls, published), serviceAway: false };
  } catch (error) {
    if (!(error instanceof AppError) || !error.retryable) throw error;
    return { ...waiting, copies: 1, tally: facts.tally, serviceAway: true };
  }
}

async function touchesAreIn(
  work: EntityWork,
  { touchLag }: DrainParts,
  tally: TallySums,
  quietSince: number,
): Promise<boolean> {
  // Only a recheck and a dead letter raise touches.
  const doubts = tally.recheck + tally.dead;
  if (doubts === work.doubtsQueued) return true;
  if (performance.now() - quietSince < TOUCHES_WITHIN_MS) return false;
  try {
    if ((await touchLag(work.facts.entity)) > 0) return false;
    // Those that came meanwhile are in the queue, or read already: one more look.
    work.doubtsQueued = doubts;
    return false;
  } catch (error) {
    if (error instanceof AppError && error.retryable) return false;
    throw error;
  }
}

function describe({ facts }: EntityWork, { copies, reads, serviceAway }: Open): string {
  if (serviceAway) return `The ${facts.entity} service does not answer.`;
  if (copies > 0) return `${copies} copies are on their way to the ${facts.entity} service.`;
  return reads > 0 ? `${reads} records are being read one by one.` : '';
}
