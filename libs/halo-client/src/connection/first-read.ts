import type { EntityName } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { haloId } from '@halosync/halo-json';
import { idSet } from '../records/id-set';
import { listPage } from '../records/list-page';
import { resources } from '../resources/resources';
import type { HaloApi } from '../transport/halo-call';

/** What the first look at an entity brings. */
export interface FirstRead {
  readonly rows: number;
  readonly recordCount: number | null;
  /** The smallest id seen; null where there was none. */
  readonly firstId: number | null;
  /** Null: ids were not asked for, or the answer says nothing. */
  readonly idsHonoured: boolean | null;
}

// The fewest records of the four, so that their ids, or all their rows where a Halo answers with those, are a short answer.
const ASKED_FOR_IDS: EntityName = 'site';
// Says nothing of the right to read: the page is asked for then.
const DOUBTFUL: ReadonlySet<string> = new Set([
  'halo_answer_invalid',
  'halo_not_found',
  'halo_server_error',
  'halo_unreachable',
  'timeout',
]);

/**
 * Reads an entity for the first time: one row of it, or of sites all ids, which tells the same and how ids are listed. The
 * list of ids is asked for once, whatever is asked again.
 */
export function firstReader(entity: EntityName): (api: HaloApi, timeoutMs: number) => Promise<FirstRead> {
  let idsHonoured: boolean | null = null;
  let isForIds = entity === ASKED_FOR_IDS;
  return async (api, timeoutMs) => {
    if (isForIds) {
      isForIds = false;
      try {
        return await readIds(withTimeout(api, timeoutMs / 2), entity);
      } catch (error) {
        if (!(error instanceof AppError) || !DOUBTFUL.has(error.code)) throw error;
        if (error.details['reason'] === 'not_an_id') idsHonoured = false;
      }
    }
    const { rows, recordCount } = await listPage(api, resources[entity], { page: 1, pageSize: 1 });
    return { rows: rows.length, recordCount, firstId: smallest(rows.map(({ id }) => id)), idsHonoured };
  };
}

async function readIds(api: HaloApi, entity: EntityName): Promise<FirstRead> {
  const { ids, recordCount } = await idSet(api, resources[entity]);
  const idsHonoured = recordCount === null ? null : new Set(ids).size === recordCount;
  return { rows: ids.length, recordCount, firstId: smallest(ids), idsHonoured };
}

function withTimeout(api: HaloApi, timeoutMs: number): HaloApi {
  return { ...api, send: (call) => api.send({ ...call, timeoutMs }) };
}

/** Of what can be used as an id. */
export function smallest(ids: readonly unknown[]): number | null {
  const usable = ids.map((id) => haloId.safeParse(id)).flatMap((id) => (id.success ? [id.data] : []));
  return usable.length === 0 ? null : usable.reduce((least, id) => Math.min(least, id));
}
