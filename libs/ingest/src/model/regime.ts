/** What kind of entity, and what kind of Halo. */
export interface Regime {
  readonly name: string;
  /** Resolutions of Halo's clock, one of them for each run. */
  readonly ticksMs: readonly number[];
  /** Tickets' list rows carry the modified time, sites' do not. */
  readonly listsCarryTime: boolean;
  /** Whether webhooks and reads by id carry it. */
  readonly copiesCarryTime: boolean;
  /** A list page may be as old as this. */
  readonly listCacheMs: number;
  /** Halo's clock steps back, by less than a delta's overlap: then older state may show for a while. */
  readonly clockStepsBack: boolean;
}

const tickets: Regime = {
  name: 'tickets, ms',
  ticksMs: [1],
  listsCarryTime: true,
  copiesCarryTime: true,
  listCacheMs: 0,
  clockStepsBack: false,
};
const sites: Regime = { ...tickets, name: 'sites, ms', listsCarryTime: false };

export const regimes = {
  ticketsMs: tickets,
  tickets1s: { ...tickets, name: 'tickets, 1 s', ticksMs: [1_000] },
  sitesMs: sites,
  sites1s: { ...sites, name: 'sites, 1 s', ticksMs: [1_000] },
  noTimes: { ...sites, name: 'no times at all', copiesCarryTime: false },
  ticketsCached: { ...tickets, name: 'tickets, lists from a cache', listCacheMs: 20_000, ticksMs: [1, 1_000] },
  sitesCached: { ...sites, name: 'sites, lists from a cache', listCacheMs: 20_000, ticksMs: [1, 1_000] },
  ticketsClockBack: { ...tickets, name: 'tickets, clock steps back', clockStepsBack: true },
  sitesClockBack: { ...sites, name: 'sites, clock steps back', clockStepsBack: true },
} as const satisfies Record<string, Regime>;

export type RegimeName = keyof typeof regimes;
