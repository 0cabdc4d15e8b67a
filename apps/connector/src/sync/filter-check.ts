import type { EntityName } from '@halosync/contracts';
import { recordContracts } from '@halosync/contracts';
import type { ListPage } from '@halosync/halo-client';
import { MAX_PAGE_SIZE, listPage, resources } from '@halosync/halo-client';
import type { HaloDesk } from '../gate/halo-desk';
import type { EntityWork } from './entity-work';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * Whether Halo has looked at the date that a delta asked for. An unknown filter is silently ignored and answers with
 * everything (seen). Rows that carry a time tell by it. Of sites and users each row would cost a read by id: so many rows
 * are doubted, and the next year is asked about, in which there can be no change.
 */
export async function isFilterHonoured(
  work: EntityWork,
  { desk }: { readonly desk: HaloDesk },
  page: ListPage,
): Promise<boolean> {
  const { entity, reading } = work.facts;
  if (reading !== 'filter') return true;
  if (recordContracts[entity].listsCarryModified) return !page.isUnfiltered;
  if (Math.max(page.recordCount ?? 0, page.rows.length) < MAX_PAGE_SIZE) return true;
  const { mode, id: runId } = work.run;
  const { value } = await desk.askPatiently(
    work.connection,
    { lane: mode, reason: `${mode} filter check`, runId, signal: work.signal },
    {
      entity,
      ask: (api) =>
        listPage(api, resources[entity], { page: 1, pageSize: 1, changedSince: new Date(Date.now() + YEAR_MS) }),
      rowsOf: ({ rows }: ListPage) => rows.length,
    },
    () => undefined,
  );
  return value.rows.length === 0;
}

/** How a delta names what it did instead; a changed detail does not show in rows that carry no time. */
export const readAsAWhole = (entity: EntityName): string =>
  `Halo ignores the date filter for ${entity}s: all were read and compared, as their list shows them, and are once an hour.`;
