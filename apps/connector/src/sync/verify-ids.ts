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
import { askService } from './ask-service';
import { comparedCounts, compareIds, planRepair } from './id-comparison';
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
  const liveIds = (): Promise<ReadonlySet<number>> =>
    askService(work, () => parts.services.liveIds(entity, work.connection.id));
  const heldBefore = await liveIds();
  const listed = await sourceIds(work, parts);
  if (listed === null) {
    // No list of ids: two passes over the pages must bring the same ones.
    const isFirstPass = work.facts.nextPage === 1;
    await work.checkpoint({ phase: 'pages', pass: isFirstPass ? 1 : 2, nextPage: 1 });
    return null;
  }
  const { source, unsure } = listed;
  for (let round = 1; ; round++) {
    const { tally, stuck } = await drain(work, parts);
    const sets: IdSets = { source, heldBefore, held: await liveIds() };
    const findings = await findingsOf(work, parts);
    const difference = compareIds(sets, findings);
    const { missing, surplus } = difference;
    const facts = { entity, tally, unusable: work.facts.unusable, missing: missing.length, surplus: surplus.length };
    const limits = {
      repages: work.facts.repages,
      pageSize: pageSizeOf(work.connection),
      deleted: tally.tombstone,
      isForced: work.run.isForced,
    };
    const plan = planRepair(difference, sets, limits);
    await work.checkpoint(comparedCounts(sets, findings));
    if (plan.kind === 'give_up') return { ...entityOutcome({ ...facts, fault: plan.detail }), isBraked: plan.isBraked };
    if (plan.kind === 'page') {
      await work.checkpoint({ phase: 'pages', ...pagesFrom(work, plan.fromPage) });
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

/** A reconcile that has just begun reads all pages anyway; later on only those are read again that may bring what is missing. */
function pagesFrom({ facts }: EntityWork, fromPage: number): { readonly nextPage: number; readonly repages: number } {
  if (facts.phase === 'compare') return { nextPage: 1, repages: facts.repages };
  // Reading begins a page before the checkpoint's.
  return { nextPage: fromPage + 1, repages: facts.repages + 1 };
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
