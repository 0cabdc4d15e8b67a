import { setTimeout as sleep } from 'node:timers/promises';
import { fullJitterMs, messageOf } from '@halosync/errors';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { chunks } from './chunks';
import { createKafka } from './create-kafka';
import type { Chunk } from './incoming-message';
import type { KafkaOptions } from './kafka-options';

export interface ChunkConsumerOptions {
  readonly kafka: KafkaOptions;
  readonly group: string;
  readonly topics: readonly string[];
  /** Chunks of different partitions in flight; each holds one connection to Postgres. */
  readonly concurrency: number;
  /**
   * Returns when the chunk is done for good: then its offset is committed. Throws for what may pass (M6 transient): the
   * partition rests a while and the same messages come again. It must not throw for a message that can never be handled.
   */
  readonly handle: (chunk: Chunk) => Promise<void>;
  /** The group is gone for good in this process: end it. */
  readonly onCrash: (error: Error) => void;
  readonly onLag?: (topic: string, partition: number, lag: number) => void;
}

const HEARTBEAT_MS = 3_000;
const IDLE_PATIENCE_MS = 3_000;

/** Reads topics chunk by chunk and moves an offset only behind a handled chunk. Delivery is at least once. */
export class ChunkConsumer {
  readonly #consumer: Consumer;
  readonly #failures = new Map<string, number>();
  readonly #resumptions = new Set<NodeJS.Timeout>();
  #lastSign = Date.now();
  #joined = false;
  #inHand = 0;
  #stopping = false;

  constructor(private readonly options: ChunkConsumerOptions) {
    this.#consumer = createKafka(options.kafka).consumer({
      groupId: options.group,
      allowAutoTopicCreation: false,
      // After kill -9 of a member its partitions rest until its session ends.
      sessionTimeout: options.kafka.sessionTimeoutMs ?? 45_000,
      rebalanceTimeout: 60_000,
      heartbeatInterval: HEARTBEAT_MS,
      // A fetch waits at most this long for its first byte, and so does a webhook on its way to a row: the broker answers at once when there is one.
      maxWaitTimeInMs: 500,
      minBytes: 1,
      maxBytesPerPartition: 4 * 1024 * 1024,
      maxBytes: 16 * 1024 * 1024,
      retry: { initialRetryTime: 200, maxRetryTime: 10_000, retries: 8 },
    });
    const { HEARTBEAT, FETCH, GROUP_JOIN, CRASH } = this.#consumer.events;
    for (const event of [HEARTBEAT, FETCH] as const) this.#consumer.on(event, () => (this.#lastSign = Date.now()));
    this.#consumer.on(GROUP_JOIN, () => (this.#joined = true));
    this.#consumer.on(CRASH, ({ payload }) => {
      // With restart kafkajs starts again by itself; without it the consumer is gone and the process would live on deaf.
      if (!payload.restart && !this.#stopping) options.onCrash(payload.error);
    });
  }

  /** Resolves once the group is joined. */
  async start(): Promise<void> {
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.concurrency,
      eachBatch: (payload) => this.#eachBatch(payload),
    });
  }

  /** Finishes the chunk in hand, commits its offset and leaves the group. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#resumptions) clearTimeout(timer);
    const left = this.#consumer.disconnect();
    // Who is joining, at the start or again since another has died, may wait for that one's session to end (45 s). With
    // nothing in hand there is nothing to wait for.
    left.catch(() => undefined); // if it fails after we have gone
    while (await isSlowerThan(IDLE_PATIENCE_MS, left)) if (this.#inHand === 0) return;
  }

  /** Whether the broker was heard from in the last minute. */
  isAlive(): boolean {
    return Date.now() - this.#lastSign < 60_000;
  }

  isJoined(): boolean {
    return this.#joined;
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { topic, partition } = batch;
    this.options.onLag?.(topic, partition, Number(batch.offsetLag()));
    // A chunk may take longer than the session: beat while it runs. On an error finish it and hand the rest back.
    let isMember = true;
    const beat = setInterval(() => void payload.heartbeat().catch(() => (isMember = false)), HEARTBEAT_MS);
    try {
      for (const chunk of chunks(topic, partition, batch.messages)) {
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the timer above changes it
        if (!payload.isRunning() || payload.isStale() || !isMember) return;
        const failed = await this.#handled(chunk);
        if (failed !== null) {
          this.#rest(topic, partition, failed, () => payload.pause());
          return;
        }
        const last = chunk.at(-1)?.offset ?? '0';
        payload.resolveOffset(last);
        await this.#consumer.commitOffsets([{ topic, partition, offset: String(BigInt(last) + 1n) }]);
        await payload.heartbeat();
      }
      const lag = BigInt(batch.highWatermark) - 1n - BigInt(batch.lastOffset());
      this.options.onLag?.(topic, partition, Number(lag));
    } finally {
      clearInterval(beat);
    }
  }

  async #handled(chunk: Chunk): Promise<unknown> {
    this.#inHand += 1;
    try {
      await this.options.handle(chunk);
      this.#failures.delete(placeOf(chunk));
      return null;
    } catch (error) {
      return error ?? new Error('failed without a reason');
    } finally {
      this.#inHand -= 1;
    }
  }

  /** Rests a partition and lets the group live on; throwing instead would restart the consumer and rebalance the group. */
  #rest(topic: string, partition: number, error: unknown, pause: () => () => void): void {
    const place = `${topic}/${partition}`;
    const attempt = (this.#failures.get(place) ?? 0) + 1;
    this.#failures.set(place, attempt);
    const waitMs = fullJitterMs(attempt);
    const resume = pause();
    const timer = setTimeout(() => {
      this.#resumptions.delete(timer);
      resume();
    }, waitMs);
    this.#resumptions.add(timer);
    this.options.kafka.log.warn('partition rests', {
      topic,
      partition,
      attempt,
      waitMs: Math.round(waitMs),
      error: messageOf(error),
    });
  }
}

function placeOf(chunk: Chunk): string {
  return `${chunk[0]?.topic}/${chunk[0]?.partition}`;
}

/** @throws what the work throws, if it does in time. */
async function isSlowerThan(ms: number, work: Promise<void>): Promise<boolean> {
  const clock = new AbortController();
  const late = sleep(ms, true, { signal: clock.signal }).catch(() => false);
  try {
    return await Promise.race([work.then(() => false), late]);
  } finally {
    clock.abort();
  }
}
