import type { OutgoingMessage } from '@halosync/contracts';
import { AppError, messageOf } from '@halosync/errors';
import type { Producer } from 'kafkajs';
import { createKafka } from './create-kafka';
import type { KafkaOptions } from './kafka-options';
import type { OnTheWire, Placement } from './placements';
import { notingPartitioner, placementsOf } from './placements';

// Half of the topics' 4 MiB limit, so that one request stays far below the broker's own.
const MAX_SEND_BYTES = 2 * 1024 * 1024;
const ACK_TIMEOUT_MS = 10_000;

/** Sends messages and returns when every in-sync replica has them. */
export class Publisher {
  readonly #producer: Producer;
  readonly #placements = new WeakMap<OutgoingMessage, Placement>();
  #connected: Promise<void> | undefined;

  constructor(options: KafkaOptions) {
    this.#producer = createKafka(options).producer({
      allowAutoTopicCreation: false,
      // One partitioner for all our producers: a record's key always lands in the same partition.
      createPartitioner: notingPartitioner,
      // One request at a time keeps the order of what is sent.
      maxInFlightRequests: 1,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 3 },
    });
  }

  /**
   * Sends in order, split by size. When it throws, a prefix may have been sent: callers send again, receivers drop repeats.
   * @throws AppError `unavailable`, retryable.
   */
  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    try {
      await this.#connect();
      for (const batch of bySize(messages)) {
        const topics = byTopic(batch);
        const answers = await this.#producer.sendBatch({
          acks: -1,
          timeout: ACK_TIMEOUT_MS,
          topicMessages: [...topics].map(([topic, list]) => ({ topic, messages: list.map(({ wire }) => wire) })),
        });
        for (const [message, placement] of placementsOf(topics, answers)) this.#placements.set(message, placement);
      }
    } catch (error) {
      throw new AppError('unavailable', `Kafka did not take the messages: ${messageOf(error)}`, {
        retryable: true,
        cause: error,
      });
    }
  }

  /** Where a message that was sent lies; kept as long as the message itself is. */
  placementOf(message: OutgoingMessage): Placement | undefined {
    return this.#placements.get(message);
  }

  async close(): Promise<void> {
    if (this.#connected !== undefined) await this.#producer.disconnect();
  }

  async #connect(): Promise<void> {
    this.#connected ??= this.#producer.connect();
    try {
      await this.#connected;
    } catch (error) {
      this.#connected = undefined;
      throw error;
    }
  }
}

function* bySize(messages: readonly OutgoingMessage[]): Generator<OutgoingMessage[]> {
  let batch: OutgoingMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = (message.value?.length ?? 0) + 1_000;
    if (batch.length > 0 && bytes + size > MAX_SEND_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function byTopic(messages: readonly OutgoingMessage[]): Map<string, OnTheWire[]> {
  const topics = new Map<string, OnTheWire[]>();
  for (const message of messages) {
    const { topic, key, value, headers } = message;
    const list = topics.get(topic) ?? [];
    list.push({ message, wire: { key, value, headers: { ...headers } } });
    topics.set(topic, list);
  }
  return topics;
}
