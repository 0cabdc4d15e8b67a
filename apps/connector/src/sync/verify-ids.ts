import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@halosync/errors';
import type { IdSet } from '@halosync/halo-client';
import { idSet, resources } from '@halosync/halo-client';
import type { DataSource } from 'typeorm';
import type { HaloDesk } from '../gate/halo-desk';
import { enqueue } from '../refetch/enqueue';
import type { EntityServices } from '../services/entity-services';
import type { DrainParts } from './drain';
import { drain } from './drain';
import type { Ending } from './entity-outcome';
import { entityOutcome } from './entity-outcome';
import type { EntityWork } from './entity-work';
import type { Findings, IdSets } from './id-comparison';
import { compareIds, planRepair } from './id-comparison';
import { pageSizeOf } from './page-size';
import { idsOfPass } from './run-store';

export interface VerifyParts extends DrainParts {
  readonly dataSource: DataSource;
  readonly desk: HaloDesk;
  readonly services: Pick<EntityServices, 'tally' | 'liveIds'>;
  readonly kickRefetch: () => void;
}

// A record that changes hands while it is looked at is looked at again; after three rounds something is wrong.
const ROUNDS = 3;

/**
 * Compares the ids held with Halo's own list and reads by id where they differ, until they agree. Null where pages have
 * to be read first: the checkpoint says from which on.
 */
export async function verifyIds(work: EntityWork, parts: VerifyParts): Promise<Ending | null> {
  const { entity } = work.facts;
  await work.say('Comparing the ids with those of Halo.');
  const heldBefore = await liveIds(work, parts);
  const listed = await sourceIds(work, parts);
  if (listed === null) {
    // No list of ids: two passes over the pages must bring the same ones.
    const isFirstPass = work.facts.nextPage === 1;
    await work.checkpoint({ phase: 'pages', pass: isFirstPass ? 1 : 2, nextPage: 1 });
    return null;
  }
  const { source, unsure } = listed;
  await work.checkpoint({ inHalo: source.size });
  for (let round = 1; ; round++) {
    const { tally, stuck } = await drain(work, parts);
    const sets: IdSets = { source, heldBefore, held: await liveIds(work, parts) };
    const findings = await findingsOf(work, parts);
    const difference = compareIds(sets, findings);
    const { missing, surplus } = difference;
    const facts = { entity, tally, unusable: work.facts.unusable, missing: missing.length, surplus: surplus.length };
    const plan = planRepair(difference, sets, work.facts.repages, pageSizeOf(work.connection));
    if (plan.kind === 'give_up') return entityOutcome({ ...facts, fault: plan.detail });
    if (plan.kind === 'page') {
      // Reading begins a page before the checkpoint's.
      await work.checkpoint({ phase: 'pages', nextPage: plan.fromPage + 1, repages: work.facts.repages + 1 });
      return null;
    }
    const doubtful = unsure.filter((id) => !findings.has(id));
    const toRead = [...new Set([...(plan.kind === 'read' ? plan.ids : []), ...doubtful])];
    if (stuck > 0)
      return entityOutcome({ ...facts, fault: `${stuck} records cannot be read: Halo refuses them one by one.` });
    if (toRead.length === 0 || round > ROUNDS) return entityOutcome({ ...facts, fault: work.facts.fault });
    await readById(work, parts, toRead);
  }
}

/** Halo's ids, and those on which two passes over the pages disagree. Null where neither is to be had yet. */
async function sourceIds(
  work: EntityWork,
  parts: VerifyParts,
): Promise<{ source: ReadonlySet<number>; unsure: readonly number[] } | null> {
  const { entity, pass } = work.facts;
  if (pass > 1) {
    const [first, second] = await Promise.all(
      [1, 2].map((number) => idsOfPass(parts.dataSource, work.run.id, entity, number)),
    );
    const source = second ?? new Set<number>();
    return {
      source,
      unsure: [...new Set([...(first ?? []), ...source])].filter((id) => first?.has(id) !== source.has(id)),
    };
  }
  // The self-test has seen that this Halo does not list them: two passes at once, and no call for nothing.
  if (work.connection.selfTest?.entities[entity]?.idsHonoured === false) return null;
  const { mode, id: runId } = work.run;
  try {
    const { value } = await parts.desk.askPatiently(
      work.connection,
      { lane: mode, reason: `${mode} ids`, runId, signal: work.signal },
      { entity, ask: (api) => idSet(api, resources[entity]), rowsOf: ({ ids }: IdSet) => ids.length },
      () => undefined,
    );
    const ids = new Set(value.ids);
    return value.recordCount === ids.size ? { source: ids, unsure: [] } : null;
  } catch (error) {
    // This Halo answers the question for ids with something else.
    if (error instanceof AppError && error.code === 'halo_answer_invalid') return null;
    throw error;
  }
}

async function liveIds(work: EntityWork, { services }: VerifyParts): Promise<Set<number>> {
  for (;;) {
    try {
      return await services.liveIds(work.facts.entity, work.connection.id);
    } catch (error) {
      if (!(error instanceof AppError) || !error.retryable) throw error;
      await waitForService(work);
    }
  }
}

async function waitForService(work: EntityWork): Promise<void> {
  await work.say(
    `The ${work.facts.entity} service does not answer.`,
    work.facts.state === 'stalled' ? 'stalled' : 'running',
  );
  await sleep(1_000, undefined, { signal: work.signal });
}

async function findingsOf({ run, facts }: EntityWork, { dataSource }: VerifyParts): Promise<Findings> {
  const rows = await dataSource.query<{ halo_id: string; is_in_halo: boolean }[]>(
    'SELECT halo_id, is_in_halo FROM run_check WHERE run_id = $1 AND entity = $2 AND is_in_halo IS NOT NULL',
    [run.id, facts.entity],
  );
  return new Map(rows.map(({ halo_id, is_in_halo }) => [Number(halo_id), is_in_halo]));
}

async function readById(work: EntityWork, parts: VerifyParts, ids: readonly number[]): Promise<void> {
  const { entity } = work.facts;
  const { id: runId, connectionId, generation } = work.run;
  await work.checkpoint({ detail: `Reading ${ids.length} records by id.` }, async (manager) => {
    await manager.query(
      `INSERT INTO run_check (run_id, entity, halo_id) SELECT $1, $2, unnest($3::bigint[])
       ON CONFLICT (run_id, entity, halo_id) DO UPDATE SET is_in_halo = NULL`,
      [runId, entity, ids],
    );
    await enqueue(
      manager,
      ids.map((haloId) => ({ connectionId, entity, haloId, generation, reason: 'doubt', runId })),
    );
  });
  parts.kickRefetch();
}
