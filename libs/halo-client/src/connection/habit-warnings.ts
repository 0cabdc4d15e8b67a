import type { EntityName } from '@halosync/contracts';
import { entityNames, recordContracts } from '@halosync/contracts';
import type { ConnectionWarning, SelfTest } from './test-result';

/** What a self-test has found that somebody should know. It refuses nothing: it is read another way. */
export function habitWarnings({ pagingHonoured, entities }: Omit<SelfTest, 'calls'>): ConnectionWarning[] {
  const ignoring = entityNames.filter((entity) => entities[entity]?.filterHonoured === false);
  return [...(pagingHonoured === false ? [pagingIgnored] : []), ...ignoring.map(filterIgnored)];
}

const pagingIgnored: ConnectionWarning = {
  field: 'connection',
  code: 'paging_ignored',
  message: 'This Halo ignores paging: page 2 answers with the rows of page 1.',
  hint: 'A list that does not fit one page is called incomplete until that is put right; webhooks and single records are read as usual. A proxy in between may drop pageinate and page_no.',
};

function filterIgnored(entity: EntityName): ConnectionWarning {
  const hint = recordContracts[entity].listsCarryModified
    ? 'We read those that changed last instead: complete, for a page or two more.'
    : 'We read the whole list instead, many times the calls, and so once an hour. What its rows do not show comes with webhooks only.';
  return {
    field: entity,
    code: 'filter_ignored',
    message: `This Halo ignores the date filter for ${entity}s.`,
    hint,
  };
}
