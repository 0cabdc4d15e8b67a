import type { OutgoingMessage } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { silentLog } from '@halosync/observability';
import { eventually, kafkaBrokers, testTopics } from '@halosync/testing';
import { ChunkConsumer } from './chunk-consumer';
import type { Chunk, IncomingMessage } from './incoming-message';
import type { KafkaOptions } from './kafka-options';
import { Publisher } from './publisher';
import { checkTopics, createTopics } from './topics';

const options = (): KafkaOptions => ({ brokers: kafkaBrokers(), ssl: false, clientId: 'test', log: silentLog });

describe('Kafka', () => {
  const prefix = testTopics('kafka');
  const topic = `${prefix}.ticket.received`;
  const publisher = new Publisher(options());
  const consumers: ChunkConsumer[] = [];

  const consume = async (
    group: string,
    handle: (chunk: Chunk) => Promise<void>,
    onCrash = (): void => undefined,
  ): Promise<ChunkConsumer> => {
    const consumer = new ChunkConsumer({
      kafka: options(),
      group: `${prefix}-${group}`,
      topics: [topic],
      concurrency: 2,
      handle,
      onCrash,
    });
    consumers.push(consumer);
    await consumer.start();
    return consumer;
  };

  beforeAll(async () => {
    await createTopics(options(), { prefix, partitions: 3, replication: 1 });
    await publisher.send(messages(topic, 0, 3_000));
  });
  afterAll(async () => {
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await publisher.close();
  });

  it('creates topics once, with the limits that records need', async () => {
    expect(await createTopics(options(), { prefix, partitions: 3, replication: 1 })).toEqual([]);
    await checkTopics(options(), [topic]);
    await publisher.send([{ topic, key: 'large', value: Buffer.alloc(3_500_000, 1), headers: {} }]);
  });

  it('names what is missing and what to do', async () => {
    await expect(checkTopics(options(), [topic, `${prefix}.asset.received`])).rejects.toThrow(
      /asset\.received.*migration/,
    );
  });

  it('hands over every message, in order by key, through failures that pass', async () => {
    const seen = new Map<string, number[]>();
    let failures = 0;
    await consume('through-failures', async (chunk) => {
      expect(chunk.length).toBeLessThanOrEqual(500);
      if (failures < 5 && Math.random() < 0.4) {
        failures++;
        throw new AppError('unavailable', 'Postgres is away', { retryable: true });
      }
      for (const message of chunk) note(seen, message);
    });
    await eventually(() => expect(count(seen)).toBe(3_000), { timeoutMs: 30_000 });
    for (const numbers of seen.values()) expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  it('a TypeError in a handler rests the partition and does not end the consumer', async () => {
    let attempts = 0;
    const crashed = jest.fn();
    const seen = new Map<string, number[]>();
    await consume(
      'type-error',
      async (chunk) => {
        attempts++;
        if (attempts === 1) throw new TypeError('undefined is not a function');
        for (const message of chunk) note(seen, message);
      },
      crashed,
    );
    await eventually(() => expect(count(seen)).toBe(3_000), { timeoutMs: 30_000 });
    expect(crashed).not.toHaveBeenCalled();
  });

  it('stopped in the middle it finishes its chunk, commits and leaves; the next one goes on behind it', async () => {
    const first = new Map<string, number[]>();
    const consumer = await consume('handover', async (chunk) => {
      for (const message of chunk) note(first, message);
    });
    await eventually(() => expect(count(first)).toBeGreaterThan(0), { timeoutMs: 20_000 });
    await consumer.stop();
    const second = new Map<string, number[]>();
    await consume('handover', async (chunk) => {
      for (const message of chunk) note(second, message);
    });
    await eventually(() => expect(count(first) + count(second)).toBe(3_000), { timeoutMs: 20_000 });
  });

  it('tells where each message lies', async () => {
    const sent = messages(topic, 50_000, 50_300);
    await publisher.send(sent);
    const seen = new Map<string, string>();
    await consume('placements', (chunk) => {
      for (const { key, value, partition, offset } of chunk)
        seen.set(`${String(key)} ${String(value)}`, `${String(partition)}:${offset}`);
      return Promise.resolve();
    });
    const told = sent.map((message) => {
      const placement = publisher.placementOf(message);
      return [
        `${message.key} ${String(message.value)}`,
        `${String(placement?.partition)}:${String(placement?.offset)}`,
      ] as const;
    });
    await eventually(() => expect(told.map(([name]) => seen.get(name))).toEqual(told.map(([, place]) => place)));
  });
});

function messages(topic: string, from: number, to: number): OutgoingMessage[] {
  return Array.from({ length: to - from }, (_, index) => ({
    topic,
    key: `key-${(from + index) % 50}`,
    value: Buffer.from(String(from + index)),
    headers: { ce_id: `m:${from + index}` },
  }));
}

function note(seen: Map<string, number[]>, message: IncomingMessage): void {
  if (message.key === 'large') return;
  const numbers = seen.get(message.key ?? '') ?? [];
  const number = Number(message.value?.toString());
  if (!numbers.includes(number)) numbers.push(number);
  seen.set(message.key ?? '', numbers);
}

function count(seen: ReadonlyMap<string, readonly number[]>): number {
  return [...seen.values()].reduce((sum, numbers) => sum + numbers.length, 0);
}
