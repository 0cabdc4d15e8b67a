import type { HaloResource } from './halo-resource';

/** Its rows carry no modified time; the record's is `slastupdate`. */
export const sites: HaloResource = {
  entity: 'site',
  path: '/Site',
  listKey: 'sites',
  listFlags: {
    includeactive: 'true',
    includeinactive: 'true',
    includenotes: 'true',
    includestocklocations: 'true',
    includenonstocklocations: 'true',
  },
  idsOnly: 'idonly',
  changedSince: 'filter',
  modifiedField: null,
};
