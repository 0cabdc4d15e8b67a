import type { HaloResource } from './halo-resource';

/** The customers' people, not the agents. Its rows carry no modified time; the record's is `ulastupdate`. */
export const users: HaloResource = {
  entity: 'user',
  path: '/Users',
  listKey: 'users',
  listFlags: {
    includeactive: 'true',
    includeinactive: 'true',
    includeserviceaccount: 'true',
    includenonserviceaccount: 'true',
    includenotes: 'true',
  },
  idsOnly: 'idonly',
  changedSince: 'filter',
  modifiedField: null,
};
