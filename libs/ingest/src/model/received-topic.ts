import type { ChunkOutcome } from './chunk-outcome';
import type { Mirror } from './mirror';
import type { SeededRandom } from './seeded-random';
import type { Sighting } from './sighting';
import type { Timeline } from './timeline';

const PARTITIONS = 2;
const LARGEST_CHUNK = 8;

interface Partition {
  readonly log: Sighting[];
  /** The first message that is not done, as far as the broker knows. */
  offset: number;
  isPolling: boolean;
}

/** The topic `received` and its one consumer, which is killed now and then. */
export class ReceivedTopic {
  readonly #partitions: readonly Partition[] = Array.from({ length: PARTITIONS }, () => ({
    log: [],
    offset: 0,
    isPolling: false,
  }));

  constructor(
    private readonly timeline: Timeline,
    private readonly random: SeededRandom,
    private readonly mirror: Mirror,
    private readonly commitsBeforeOffset: boolean,
    private readonly onTouches: (outcome: ChunkOutcome) => void,
  ) {}

  /** Publishes; a producer that dies between send and mark publishes again, even much later. */
  publish(sighting: Sighting, afterMs: number): void {
    this.timeline.after(afterMs, () => this.#append(sighting));
    if (this.random.chance(0.1)) {
      this.timeline.after(afterMs + this.random.between(0, 120_000), () => this.#append(sighting));
    }
  }

  #append(sighting: Sighting): void {
    const partition = this.#partitions[sighting.seen.id % PARTITIONS];
    if (partition === undefined) throw new Error('Every record has its partition.');
    partition.log.push(sighting);
    this.#poll(partition, this.random.delay(300, 4_000));
  }

  #poll(partition: Partition, afterMs: number): void {
    if (partition.isPolling) return;
    partition.isPolling = true;
    this.timeline.after(afterMs, () => {
      partition.isPolling = false;
      this.#takeChunk(partition);
      if (partition.offset < partition.log.length) this.#poll(partition, this.random.between(0, 500));
    });
  }

  #takeChunk(partition: Partition): void {
    const { random } = this;
    const end = Math.min(partition.log.length, partition.offset + random.between(1, LARGEST_CHUNK));
    const { outcome, commit } = this.mirror.take(partition.log.slice(partition.offset, end));
    const isKilled = random.chance(0.08);
    const isKilledEarly = random.chance(0.5);
    if (!this.commitsBeforeOffset) {
      partition.offset = end;
      if (isKilled) return;
    }
    // Before COMMIT: nothing of it happened, and the messages come again, cut differently.
    if (isKilled && isKilledEarly) return;
    commit();
    this.onTouches(outcome);
    // Between COMMIT and offset: the same messages come again.
    if (isKilled) return;
    partition.offset = end;
    // A rebalance finds an old offset, a broker forgot the last commits.
    if (random.chance(0.03)) partition.offset = Math.max(0, end - random.between(1, 3 * LARGEST_CHUNK));
  }
}
