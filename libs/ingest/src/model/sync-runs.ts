import type { HaloSource } from './halo-source';
import type { Protections } from './protections';
import type { ReceivedTopic } from './received-topic';
import type { RecordState } from './record-state';
import type { RefetchQueue } from './refetch-queue';
import type { Regime } from './regime';
import type { SeededRandom } from './seeded-random';
import { sighting } from './sighting';
import type { Timeline } from './timeline';

const PAGE = 3;
/** More than Halo's clock is off and steps back, and than its lists are old. */
export const DELTA_OVERLAP_MS = 60_000;

interface Run {
  readonly mode: 'full' | 'delta';
  readonly startedAt: number;
  /** By Halo's clock. */
  readonly since: number;
}

/** Backfill, delta and reconcile: lists, page by page, while the records in them change. */
export class SyncRuns {
  /** The start of the run that covers all changes before it. */
  #coveredUntil = 0;
  #calls = 0;

  constructor(
    private readonly timeline: Timeline,
    private readonly random: SeededRandom,
    private readonly regime: Regime,
    private readonly protections: Protections,
    private readonly source: HaloSource,
    private readonly topic: ReceivedTopic,
    private readonly queue: RefetchQueue,
  ) {}

  full(): void {
    this.#page({ mode: 'full', startedAt: this.timeline.now, since: -Infinity }, 0, null);
  }

  delta(): void {
    const since = this.source.clockAt(this.#coveredUntil) - DELTA_OVERLAP_MS;
    this.#page({ mode: 'delta', startedAt: this.timeline.now, since }, 0, null);
  }

  /** After a full read: what one side has and the other lacks is read by id. */
  compareIds(heldIds: readonly number[]): void {
    const inHalo = this.source.liveAt(this.timeline.now).map(({ id }) => id);
    const held = new Set(heldIds);
    for (const id of inHalo) if (!held.delete(id)) this.queue.enqueue(id);
    for (const id of held) this.queue.enqueue(id);
  }

  /**
   * @param from the last id of the page before this one.
   * @param before where that page began: a restart goes on from there.
   */
  #page(run: Run, from: number, before: number | null): void {
    const { timeline, random } = this;
    const sentAt = timeline.now;
    timeline.after(random.delay(200, 2_000), () => {
      const asOf = timeline.now - random.between(0, this.regime.listCacheMs);
      const list = this.source.liveAt(asOf).filter(({ modified }) => modified >= run.since);
      // Neighbours share a row: what is deleted meanwhile moves the rows behind it up.
      const rows = list.filter(({ id }) => id >= from).slice(0, PAGE);
      timeline.after(random.delay(200, 2_000), () => {
        this.#publish(run, rows, sentAt);
        const lastId = rows.at(-1)?.id ?? from;
        if (lastId === from) {
          this.#end(run);
          return;
        }
        const isRestarted = before !== null && random.chance(0.1);
        const next = isRestarted ? before : lastId;
        timeline.after(random.delay(300, 5_000), () => this.#page(run, next, isRestarted ? null : from));
      });
    });
  }

  #publish(run: Run, rows: readonly RecordState[], sentAt: number): void {
    const { timeline, random, topic } = this;
    this.#calls += 1;
    const landsAfterMs = random.delay(1_000, 30_000);
    rows.forEach((state, part) => {
      const terms = {
        deliveryId: `page ${String(this.#calls)}`,
        part,
        kind: 'list',
        isWhole: false,
        carriesTime: this.regime.listsCarryTime && this.regime.copiesCarryTime,
        validFrom: sentAt,
        knownAt: timeline.now,
      } as const;
      topic.publish(sighting(state, terms), landsAfterMs);
      // An agreeing core without a time says nothing about the details.
      if (run.mode === 'delta' && !terms.carriesTime && this.protections.touchesTimelessRows) {
        this.queue.enqueue(state.id);
      }
    });
  }

  #end({ mode, startedAt }: Run): void {
    if (mode === 'delta' || !this.protections.reconcileKeepsWindow) {
      this.#coveredUntil = Math.max(this.#coveredUntil, startedAt);
    }
  }
}
