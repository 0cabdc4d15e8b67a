import type { OutgoingMessage } from '@halosync/contracts';
import type { ICustomPartitioner, Message, RecordMetadata } from 'kafkajs';
import { Partitioners } from 'kafkajs';

/** Where Kafka put a message. */
export interface Placement {
  readonly partition: number;
  readonly offset: string;
}

/** A message of ours, and as it goes to the client. */
export interface OnTheWire {
  readonly message: OutgoingMessage;
  readonly wire: Message;
}

const partitions = new WeakMap<Message, number>();

/**
 * The one partitioner for all our producers, which the Java client uses too, and which remembers what it chose: the
 * broker's answer tells the first offset of each partition and not which message went where.
 */
export const notingPartitioner: ICustomPartitioner = () => {
  const choose = Partitioners.DefaultPartitioner();
  return (choice) => {
    const partition = choose(choice);
    partitions.set(choice.message, partition);
    return partition;
  };
};

/** Messages of one request lie in their partition one behind the other, in the order in which they were given. */
export function* placementsOf(
  topics: ReadonlyMap<string, readonly OnTheWire[]>,
  answers: readonly RecordMetadata[],
): Generator<readonly [OutgoingMessage, Placement]> {
  const next = new Map<string, bigint>();
  for (const { topicName, partition, baseOffset } of answers)
    if (baseOffset !== undefined) next.set(`${topicName}:${String(partition)}`, BigInt(baseOffset));
  for (const [topic, list] of topics) {
    for (const { message, wire } of list) {
      const partition = partitions.get(wire);
      const key = `${topic}:${String(partition)}`;
      const offset = next.get(key);
      if (partition === undefined || offset === undefined) continue;
      next.set(key, offset + 1n);
      yield [message, { partition, offset: offset.toString() }];
    }
  }
}
