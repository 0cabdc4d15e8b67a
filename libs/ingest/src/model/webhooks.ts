import type { ReceivedTopic } from './received-topic';
import type { RecordState } from './record-state';
import { isDeleted } from './record-state';
import type { RefetchQueue } from './refetch-queue';
import type { SeededRandom } from './seeded-random';
import { sighting } from './sighting';
import type { Timeline } from './timeline';

/** What a webhook carries. `event`: nothing but the id. `timeless`: core fields without the modified time. */
type Payload = 'full' | 'small' | 'timeless' | 'event';

export interface Heard {
  readonly version: number;
  /** Whether the whole record follows from it: told by it, or read by id because of it. */
  readonly isWhole: boolean;
}

/** Halo's webhooks through the gateway and its relay: late, lost, twice, in any order, of any size. */
export class Webhooks {
  /** The newest change of each record that reached the gateway. */
  readonly heard = new Map<number, Heard>();
  #deliveries = 0;

  constructor(
    private readonly timeline: Timeline,
    private readonly random: SeededRandom,
    private readonly topic: ReceivedTopic,
    private readonly queue: RefetchQueue,
    private readonly carryTime: boolean,
  ) {}

  send(state: RecordState): void {
    const { random } = this;
    const payload = this.#payload(state);
    const attempts = random.chance(0.05) ? 0 : random.chance(0.25) ? 2 : 1;
    for (let attempt = 0; attempt < attempts; attempt++) {
      this.timeline.after(random.delay(2_000, 60_000), () => this.#receive(state, payload));
    }
  }

  #payload({ id }: RecordState): Payload {
    // One in three records has event-only hooks, as a rule; the rest hears more, now and then less.
    if (id % 3 === 0 || this.random.chance(0.1)) return 'event';
    if (this.random.chance(0.1)) return 'timeless';
    return id % 2 === 0 ? 'full' : 'small';
  }

  #receive(state: RecordState, payload: Payload): void {
    const { timeline, random } = this;
    const carriesTime = this.carryTime && payload !== 'timeless';
    if ((this.heard.get(state.id)?.version ?? 0) <= state.version) {
      const isWhole = payload !== 'small' || !carriesTime || isDeleted(state);
      this.heard.set(state.id, { version: state.version, isWhole });
    }
    if (payload === 'event' || (isDeleted(state) && random.chance(0.5))) {
      timeline.after(random.delay(1_000, 10_000), () => this.queue.enqueue(state.id));
      return;
    }
    this.#deliveries += 1;
    const terms = {
      deliveryId: `webhook ${String(this.#deliveries)}`,
      kind: 'webhook',
      isWhole: payload === 'full',
      carriesTime,
      validFrom: null,
      knownAt: timeline.now,
    } as const;
    this.topic.publish(sighting(state, terms), random.delay(1_000, 30_000));
  }
}
