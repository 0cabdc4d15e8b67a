import { recordContracts } from '@halosync/contracts';
import type { ListPage } from '@halosync/halo-client';
import { MAX_PAGE_SIZE, listPage, resources } from '@halosync/halo-client';
import type { HaloDesk } from '../gate/halo-desk';
import type { EntityWork } from './entity-work';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * Whether Halo has looked at the date that a delta asked for. An unknown filter is silently ignored and answers with
 * everything (seen); for sites and users each row of it would cost a read by id. So many rows are doubted, and the next
 * year is asked about: there can be no change in it.
 */
export async function isFilterHonoured(
  work: EntityWork,
  { desk }: { readonly desk: HaloDesk },
  page: ListPage,
): Promise<boolean> {
  const { entity, windowFrom } = work.facts;
  const isFiltered = windowFrom !== null && resources[entity].changedSince === 'filter';
  if (
    !isFiltered ||
    recordContracts[entity].listsCarryModified ||
    (page.recordCount ?? page.rows.length) < MAX_PAGE_SIZE
  )
    return true;
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
