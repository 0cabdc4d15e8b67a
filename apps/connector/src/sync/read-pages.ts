import type { OutgoingMessage } from '@halosync/contracts';
import { recordContracts } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { ListPage } from '@halosync/halo-client';
import { listPage, resources } from '@halosync/halo-client';
import type { HaloDesk } from '../gate/halo-desk';
import { enqueue } from '../refetch/enqueue';
import type { EntityWork } from './entity-work';
import type { ListCopies } from './list-copies';
import { listCopies } from './list-copies';
import { isFilterHonoured } from './filter-check';
import { afterPage, repeats } from './page-progress';

export interface PageParts {
  readonly desk: HaloDesk;
  readonly publish: (messages: readonly OutgoingMessage[], signal: AbortSignal) => Promise<void>;
  readonly topicPrefix: string;
}

/**
 * Reads pages until an empty one (a short one may be Halo's cap), publishing each before the next. After a restart the
 * page before the checkpoint is read again: rows may have moved over its edge meanwhile, and repeated rows are harmless.
 */
export async function readPages(work: EntityWork, parts: PageParts): Promise<void> {
  let before: readonly number[] | null = null;
  for (let page = Math.max(1, work.facts.nextPage - 1); ; page++) {
    const answer = await askPage(work, parts, page);
    const { rows, recordCount, isPastWindow } = answer.value;
    const inHalo = recordCount !== null && recordCount > 0 ? recordCount : (work.facts.inHalo ?? recordCount);
    if (rows.length === 0) {
      await work.checkpoint({ phase: 'settle', nextPage: page + 1, inHalo, detail: '' });
      return;
    }
    const { entity } = work.facts;
    if (work.run.isSweep && answer.value.isDisordered) {
      const fault = `Halo does not tell which ${entity}s have changed: those that wait are read one by one.`;
      await work.checkpoint({ phase: 'settle', fault });
      return;
    }
    const { id: runId, connectionId, generation, mode: learnedBy } = work.run;
    const { callId, validFrom, knownAt } = answer;
    const copies = listCopies(parts.topicPrefix, {
      entity,
      connectionId,
      generation,
      learnedBy,
      runId,
      callId,
      validFrom,
      knownAt,
      rows,
    });
    if (repeats(copies.ids, before)) {
      throw new AppError(
        'halo_answer_invalid',
        `Halo answers page ${page} with the rows of page ${page - 1}: paging is not honoured.`,
      );
    }
    before = copies.ids;
    if (page === 1 && !(await isFilterHonoured(work, parts, answer.value))) {
      if (recordContracts[entity].listsCarryModified) {
        // The last changed first: that needs no filter, and ends by the times that the rows carry.
        await work.checkpoint({ reading: 'ordered_scan' });
        return readPages(work, parts);
      }
      // All of them, then: what is here is compared, as in a reconcile.
      await work.checkpoint({ reading: 'all' });
    }
    await parts.publish(copies.messages, work.signal);
    await commitPage(work, page, callId, copies, { inHalo, ...(isPastWindow ? { phase: 'settle' } : {}) });
    if (isPastWindow) return;
  }
}

async function askPage(work: EntityWork, { desk }: PageParts, page: number) {
  const { entity, windowFrom, reading } = work.facts;
  const { mode, id: runId } = work.run;
  const changed = windowFrom === null || reading === 'all' ? {} : { changedSince: windowFrom, by: reading };
  return desk.askPatiently(
    work.connection,
    { lane: mode, reason: `${mode} page ${page}`, runId, signal: work.signal },
    {
      entity,
      ask: (api) => listPage(api, resources[entity], { page, ...changed }),
      rowsOf: ({ rows }: ListPage) => rows.length,
    },
    (error) =>
      void work
        .say(`Waiting for Halo: ${error.message}`, work.facts.state === 'stalled' ? 'stalled' : 'running')
        .catch(() => undefined),
  );
}

async function commitPage(
  work: EntityWork,
  page: number,
  callId: string,
  { ids, messages, toRead, unusable }: ListCopies,
  more: { readonly inHalo: number | null; readonly phase?: 'settle' },
): Promise<void> {
  const { entity, pass } = work.facts;
  const { id: runId, connectionId, generation, mode } = work.run;
  const progress = afterPage({ ...work.facts, nextPage: page }, { ids, unusable });
  await work.checkpoint({ ...progress, ...more, detail: '', publishedMore: messages.length }, async (manager) => {
    await manager.query(
      'INSERT INTO run_call (run_id, entity, call_id, published, pass, ids) VALUES ($1, $2, $3, $4, $5, $6)',
      [runId, entity, callId, messages.length, pass, mode === 'delta' ? null : ids],
    );
    // Of a changed row that carries no time an agreeing core says nothing about its details.
    const isHint = mode === 'delta' && !recordContracts[entity].listsCarryModified && work.facts.reading === 'filter';
    const doubtful = isHint ? ids : toRead;
    await enqueue(
      manager,
      doubtful.map((haloId) => ({ connectionId, entity, haloId, generation, reason: 'hint', runId })),
    );
  });
}
