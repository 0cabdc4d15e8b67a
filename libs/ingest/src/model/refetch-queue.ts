import type { HaloSource } from './halo-source';
import type { ReceivedTopic } from './received-topic';
import type { SeededRandom } from './seeded-random';
import { sighting } from './sighting';
import type { Timeline } from './timeline';

/** Records that the connector is to read by id: a set, whose entries count the touches. */
export class RefetchQueue {
  readonly #entries = new Map<number, { gen: number }>();
  reads = 0;

  constructor(
    private readonly timeline: Timeline,
    private readonly random: SeededRandom,
    private readonly source: HaloSource,
    private readonly topic: ReceivedTopic,
    private readonly copiesCarryTime: boolean,
    private readonly heedsGen: boolean,
  ) {}

  enqueue(id: number): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) {
      entry.gen += 1;
      return;
    }
    this.#entries.set(id, { gen: 1 });
    this.#read(id, this.random.delay(500, 5_000));
  }

  /** At most one read of a record is under way; the state read is that of some moment in between. */
  #read(id: number, afterMs: number): void {
    const { timeline, random, source } = this;
    timeline.after(afterMs, () => {
      const gen = this.#entries.get(id)?.gen;
      const sentAt = timeline.now;
      timeline.after(random.delay(500, 10_000), () => {
        const seen = source.current(id);
        timeline.after(random.delay(500, 10_000), () => {
          this.reads += 1;
          // Killed before it published, or before the entry went: somebody reads again when the claim has run out.
          const isKilled = random.chance(0.05);
          if (seen !== undefined && !(isKilled && random.chance(0.5))) {
            const terms = {
              deliveryId: `read ${String(this.reads)}`,
              kind: 'record',
              isWhole: true,
              carriesTime: this.copiesCarryTime && source.readsCarryTime(id),
              validFrom: sentAt,
              knownAt: timeline.now,
            } as const;
            this.topic.publish(sighting(seen, terms), random.delay(1_000, 30_000));
          }
          if (isKilled) this.#read(id, 10_000);
          else if (this.heedsGen && this.#entries.get(id)?.gen !== gen) this.#read(id, random.between(0, 1_000));
          else this.#entries.delete(id);
        });
      });
    });
  }
}
