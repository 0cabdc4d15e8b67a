import { plural } from './plural';

/** The overview and the gallery. */
export const overview = {
  empty: 'Connect your Halo',
  emptyDetail: 'Five values from Halo, about two minutes. The first records arrive while you watch.',
  emptyViewer: 'Nothing is connected yet. An administrator connects Halo.',
  connect: 'Connect Halo PSA',
  counts: (needing: number, all: number) =>
    needing === 0
      ? plural(all, 'connection', 'connections')
      : `${String(needing)} of ${plural(all, 'connection', 'connections')} need you`,
  records: 'Records',
  lastWebhook: 'Last webhook',
  budget: 'Calls, last 5 min',
  deadLetters: 'Dead letters',
  never: 'none yet',
} as const;

export const gallery = {
  title: 'Integrations',
  intro: 'What can be kept in your Postgres.',
  search: 'Search integrations',
  placeholder: 'Search, such as halo',
  nothing: (search: string) => `Nothing called “${search}”. We connect Halo PSA.`,
  clear: 'Clear the search',
  alsoFor: (names: string) => `Also for ${names}`,
  connect: 'Connect',
  open: 'Open',
  connected: (count: number) => plural(count, 'connection', 'connections'),
  adminOnly: 'Your role is not administrator; an administrator connects it.',
} as const;
