import type { EntityName } from '@halosync/contracts';

/** When each kind of look at an entity began last; null: never in this life of the connection. */
export interface Looks {
  readonly entity: EntityName;
  /** A delta, or a backfill, which brings all that a delta would. */
  readonly delta: Date | null;
  /** Any comparison of the ids with Halo's: a reconcile or a backfill. */
  readonly comparison: Date | null;
  /** A reconcile of either kind. */
  readonly reconcile: Date | null;
  /** A reconcile that read the pages too, or a backfill. */
  readonly fullRead: Date | null;
  /** Its last delta had to read all of it, a call per hundred records: Halo ignores the date filter. */
  readonly isReadWhole: boolean;
}

/** All of one connection that its schedule goes by; every time is the database's. */
export interface ScheduleFacts {
  readonly now: Date;
  /** Entities that may be read, and whose first full read has ended. */
  readonly looks: readonly Looks[];
  readonly underWay: ReadonlySet<string>;
  /** The end of the newest gap whose ids have not been compared, once its delta has made up for it. */
  readonly gapUntil: Date | null;
  /** When a delta last found a change that no webhook had brought. */
  readonly driftFoundAt: Date | null;
}

export interface SchedulePlan {
  readonly deltaSeconds: number;
  /** `HH:MM`, UTC. */
  readonly reconcileAt: string;
}

export interface DueRun {
  readonly mode: 'delta' | 'reconcile';
  readonly idsOnly: boolean;
  readonly entities: readonly EntityName[];
  readonly reason: string;
}

const DAY_MS = 24 * 3_600_000;
// Four calls in 15 minutes are 0.3 % of what Halo allows.
const DRIFT_MS = 15 * 60_000;
// 5,000 users are 50 calls: at every usual delta an eighth of what Halo allows, once an hour a hundredth.
const WHOLE_SECONDS = 3_600;

/**
 * What is to be started now. Whatever was missed while nothing ran is due at once, and once.
 *
 * A full reconcile costs a call per hundred records and two lists of ids per entity; a comparison of the ids alone costs
 * one call per entity. The latter comes after a gap, and after a delta that found what no webhook had told, at most
 * every 15 minutes: where updates were lost, deletions may be too, and these show in no delta.
 */
export function dueRuns(facts: ScheduleFacts, { deltaSeconds, reconcileAt }: SchedulePlan): DueRun[] {
  const { now, looks, underWay, gapUntil, driftFoundAt } = facts;
  const due: DueRun[] = [];
  const before = (time: Date | null, limit: Date): boolean => time === null || time < limit;
  const entitiesWhere = (isDue: (look: Looks) => boolean): EntityName[] =>
    looks.filter(isDue).map(({ entity }) => entity);
  const ago = (ms: number): Date => new Date(now.getTime() - ms);

  const seconds = ({ isReadWhole }: Looks): number =>
    isReadWhole ? Math.max(WHOLE_SECONDS, deltaSeconds) : deltaSeconds;
  if (!underWay.has('delta') && looks.some((look) => before(look.delta, ago(seconds(look) * 1_000)))) {
    // Entities that somebody asked for in between come along once half of their time is over, so that all are one run again.
    const entities = entitiesWhere((look) => before(look.delta, ago(seconds(look) * 500)));
    due.push({ mode: 'delta', idsOnly: false, entities, reason: 'schedule' });
  }
  // A backfill compares the ids itself, and until then they differ by everything that it has not read.
  if (underWay.has('reconcile') || underWay.has('backfill')) return due;
  const reconcile = (idsOnly: boolean, reason: string, isDue: (look: Looks) => boolean): boolean => {
    const entities = entitiesWhere(isDue);
    if (entities.length > 0) due.push({ mode: 'reconcile', idsOnly, entities, reason });
    return entities.length > 0;
  };
  const night = lastTimeOfDay(now, reconcileAt);
  if (reconcile(false, 'schedule', ({ fullRead }) => before(fullRead, night))) return due;
  if (gapUntil !== null && reconcile(true, 'after a gap', ({ comparison }) => before(comparison, gapUntil))) return due;
  if (driftFoundAt !== null) {
    reconcile(
      true,
      'a delta found what no webhook told',
      (look) => before(look.comparison, driftFoundAt) && before(look.reconcile, ago(DRIFT_MS)),
    );
  }
  return due;
}

/** The last moment at which a clock in UTC showed this time. @param at `HH:MM`. */
export function lastTimeOfDay(now: Date, at: string): Date {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const today = new Date(now);
  today.setUTCHours(hours, minutes, 0, 0);
  return today <= now ? today : new Date(today.getTime() - DAY_MS);
}
