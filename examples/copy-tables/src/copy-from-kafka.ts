import type { EntityName } from '@halosync/contracts';
import { changeEventSchema, consumerGroup, topicName } from '@halosync/contracts';
import type { KafkaVariables } from '@halosync/kafka';
import { ChunkConsumer, kafkaOptions } from '@halosync/kafka';
import { createLog, errorFields } from '@halosync/observability';
import type pg from 'pg';
import { writeChange } from './copy-tables';

interface Source extends KafkaVariables {
  readonly TOPIC_PREFIX: string;
}

/** Keeps the copy by the topics. The offset moves behind the commit, and what comes twice changes nothing. */
export async function copyFromKafka(pool: pg.Pool, entities: readonly EntityName[], source: Source): Promise<void> {
  const log = createLog('copy-tables', 'warn');
  const topics = new Map(entities.map((entity) => [topicName(source.TOPIC_PREFIX, entity, 'changed'), entity]));
  const consumer = new ChunkConsumer({
    kafka: kafkaOptions(source, 'copy-tables', log),
    group: consumerGroup(source.TOPIC_PREFIX, 'copy-tables'),
    topics: [...topics.keys()],
    concurrency: 2,
    handle: async (chunk) => {
      for (const { topic, value } of chunk) {
        const entity = topics.get(topic);
        if (entity === undefined || value === null) continue;
        const event = changeEventSchema.parse(JSON.parse(value.toString()));
        await writeChange(pool, entity, {
          position: event.position,
          connectionId: event.connection_id,
          haloId: event.halo_id,
          revision: event.revision,
          learnedBy: event.learned_by,
          deletedAt: event.deleted_at,
          raw: JSON.stringify(event.document),
          record: null,
        });
      }
    },
    onCrash: (error) => {
      log.fatal('cannot go on', errorFields(error));
      process.exit(1);
    },
  });
  await consumer.start();
}
