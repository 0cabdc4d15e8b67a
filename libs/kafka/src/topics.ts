import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicKind } from '@halosync/contracts';
import { entityNames, topicKinds, topicName } from '@halosync/contracts';
import { AppError, failureClass, fullJitterMs } from '@halosync/errors';
import type { Admin } from 'kafkajs';
import { createKafka } from './create-kafka';
import type { KafkaOptions } from './kafka-options';

const CREATE_ATTEMPTS = 20;
const DAY_MS = 24 * 60 * 60 * 1000;
// 14 days is the horizon of replays; what is dead waits longer for a person.
const RETENTION_DAYS: Record<TopicKind, number> = { received: 14, touched: 14, changed: 14, dead: 90 };
// kafkajs' ConfigResourceTypes.TOPIC. As a named import it is missing in ES modules: Node's lexer of CommonJS does not see it.
const TOPIC_RESOURCE = 2;
// A `changed` message holds a record of up to 1 MiB and its changed fields before and after.
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

export interface TopicLayout {
  readonly prefix: string;
  readonly partitions: number;
  readonly replication: number;
}

/** Creates the topics that are missing; those that exist are left as somebody made them. Returns the names created. */
export async function createTopics(options: KafkaOptions, layout: TopicLayout): Promise<string[]> {
  // A broker that has just started, or is busy, answers for a while that it does not know what it was told to make.
  for (let attempt = 1; ; attempt++) {
    try {
      return await createMissingTopics(options, layout);
    } catch (error) {
      if (failureClass(error) !== 'transient' || attempt === CREATE_ATTEMPTS) throw error;
      await sleep(fullJitterMs(attempt, Math.random, 3_000));
    }
  }
}

async function createMissingTopics(options: KafkaOptions, layout: TopicLayout): Promise<string[]> {
  return withAdmin(options, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = entityNames.flatMap((entity) =>
      topicKinds
        .map((kind) => ({ kind, topic: topicName(layout.prefix, entity, kind) }))
        .filter(({ topic }) => !existing.has(topic))
        .map(({ kind, topic }) => ({
          topic,
          numPartitions: layout.partitions,
          replicationFactor: layout.replication,
          configEntries: [
            { name: 'retention.ms', value: String(RETENTION_DAYS[kind] * DAY_MS) },
            { name: 'max.message.bytes', value: String(MAX_MESSAGE_BYTES) },
            { name: 'compression.type', value: 'producer' },
            { name: 'unclean.leader.election.enable', value: 'false' },
            ...(layout.replication >= 3 ? [{ name: 'min.insync.replicas', value: '2' }] : []),
          ],
        })),
    );
    if (missing.length === 0) return [];
    await admin.createTopics({ topics: missing, waitForLeaders: true, timeout: 30_000 });
    // One that was made a moment ago may not have reached the broker that is asked: a consumer would find it missing.
    const known = new Set(await admin.listTopics());
    if (missing.some(({ topic }) => !known.has(topic)))
      throw new AppError('unavailable', 'Kafka does not know its new topics yet.', { retryable: true });
    return missing.map(({ topic }) => topic);
  });
}

/** Deletes topics and all that is in them. Theirs come back empty with `createTopics`. */
export async function deleteTopics(options: KafkaOptions, topics: readonly string[]): Promise<void> {
  await withAdmin(options, (admin) => admin.deleteTopics({ topics: [...topics], timeout: 30_000 }));
}

/**
 * Refuses to go on without the topics, or where the broker recompresses them: the Kafka client used here reads no lz4,
 * snappy or zstd, so such a topic could be written and never read.
 * @throws AppError `unavailable` (not retryable).
 */
export async function checkTopics(options: KafkaOptions, topics: readonly string[]): Promise<void> {
  await withAdmin(options, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !existing.has(topic));
    if (missing.length > 0) {
      throw new AppError(
        'unavailable',
        `These Kafka topics are missing: ${missing.join(', ')}. Run the migration step of the connector, it creates them.`,
      );
    }
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- kafkajs declares one enum twice
      resources: topics.map((name) => ({ type: TOPIC_RESOURCE, name, configNames: ['compression.type'] })),
    });
    const compressed = resources.filter(({ configEntries }) =>
      configEntries.some(({ configValue }) => !['producer', 'uncompressed', 'gzip'].includes(configValue)),
    );
    if (compressed.length > 0) {
      throw new AppError(
        'unavailable',
        `Set compression.type=producer on ${compressed.map(({ resourceName }) => resourceName).join(', ')}: this program cannot read what the broker would compress.`,
      );
    }
  });
}

async function withAdmin<T>(options: KafkaOptions, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = createKafka(options).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
