import type { OutgoingMessage } from '@halosync/contracts';
import { AppError, messageOf } from '@halosync/errors';
import type { Producer } from 'kafkajs';
import { Partitioners } from 'kafkajs';
import { createKafka } from './create-kafka';
import type { KafkaOptions } from './kafka-options';

// Half of the topics' 4 MiB limit, so that one request stays far below the broker's own.
const MAX_SEND_BYTES = 2 * 1024 * 1024;
const ACK_TIMEOUT_MS = 10_000;

/** Sends messages and returns when every in-sync replica has them. */
export class Publisher {
  readonly #producer: Producer;
  #connected: Promise<void> | undefined;

  constructor(options: KafkaOptions) {
    this.#producer = createKafka(options).producer({
      allowAutoTopicCreation: false,
      // One partitioner for all our producers, the one that the Java client uses: a record's key always lands in the same partition.
      createPartitioner: Partitioners.DefaultPartitioner,
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
        await this.#producer.sendBatch({ acks: -1, timeout: ACK_TIMEOUT_MS, topicMessages: byTopic(batch) });
      }
    } catch (error) {
      throw new AppError('unavailable', `Kafka did not take the messages: ${messageOf(error)}`, {
        retryable: true,
        cause: error,
      });
    }
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

function byTopic(
  messages: readonly OutgoingMessage[],
): { topic: string; messages: { key: string; value: Buffer | null; headers: Record<string, string> }[] }[] {
  const topics = new Map<string, { key: string; value: Buffer | null; headers: Record<string, string> }[]>();
  for (const { topic, key, value, headers } of messages) {
    const list = topics.get(topic) ?? [];
    list.push({ key, value, headers: { ...headers } });
    topics.set(topic, list);
  }
  return [...topics].map(([topic, list]) => ({ topic, messages: list }));
}
