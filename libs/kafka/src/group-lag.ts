import { AppError, messageOf } from '@halosync/errors';
import type { Admin } from 'kafkajs';
import { createKafka } from './create-kafka';
import type { KafkaOptions } from './kafka-options';

/** How far a consumer group is behind, as the broker knows it: for whoever must know that a message has been handled. */
export class GroupLag {
  readonly #admin: Admin;
  #connected: Promise<void> | undefined;

  constructor(
    options: KafkaOptions,
    private readonly group: string,
  ) {
    this.#admin = createKafka(options).admin();
  }

  /**
   * Messages of the topic that the group has not handled, as of now.
   * @throws AppError `unavailable`, retryable.
   */
  async of(topic: string): Promise<number> {
    try {
      await this.#connect();
      // The end first: what is published after it does not count.
      const ends = await this.#admin.fetchTopicOffsets(topic);
      const [committed] = await this.#admin.fetchOffsets({ groupId: this.group, topics: [topic] });
      return ends.reduce((lag, { partition, high, low }) => {
        const offset = Number(committed?.partitions.find((known) => known.partition === partition)?.offset ?? -1);
        return lag + Math.max(0, Number(high) - Math.max(offset, Number(low)));
      }, 0);
    } catch (error) {
      throw new AppError('unavailable', `Kafka did not say how far ${this.group} is: ${messageOf(error)}`, {
        retryable: true,
        cause: error,
      });
    }
  }

  async close(): Promise<void> {
    if (this.#connected !== undefined) await this.#admin.disconnect();
  }

  async #connect(): Promise<void> {
    this.#connected ??= this.#admin.connect();
    try {
      await this.#connected;
    } catch (error) {
      this.#connected = undefined;
      throw error;
    }
  }
}
