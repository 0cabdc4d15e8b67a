import { z } from 'zod';

/** Halos that break a rule which a full read would like to rely on, one rule each. Everything else is as standard. */
export const namedProfiles = {
  standard: {},
  'page-cap-50': { pageSizeCap: 50 },
  'paging-ignored': { pagingIgnored: true },
  'filter-ignored': { filterIgnored: true },
  'repeated-page': { repeatedPage: 2 },
  'duplicate-id': { duplicateId: true },
  'zero-id': { zeroId: true },
  'wrong-record-count': { recordCountOffset: 7 },
  'bare-arrays': { bareArrays: true },
  'ids-ignored': { idOnly: 'ignored' },
  'ids-capped': { idOnly: 'capped', idOnlyCap: 25 },
} as const satisfies Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type ProfileName = keyof typeof namedProfiles;

const names = z.enum(Object.keys(namedProfiles) as [ProfileName, ...ProfileName[]]); // the keys of an object with one key at least

/** `{named}` starts from the standard behaviour; what stands beside it is switched on top. Without it: on top of what is. */
export const profileChangeSchema = z
  .looseObject({ named: names.optional() })
  .transform(({ named, ...switches }) => ({ named, switches }));
