import { databaseVariables, kafkaVariables } from '@halosync/config';
import { createTopics, kafkaOptions } from '@halosync/kafka';
import { createLog } from '@halosync/observability';
import { migrate } from '@halosync/persistence';
import { runCommand } from '@halosync/service-host';
import { z } from 'zod';
import { connectorDataSource } from './create-data-source';

const variables = {
  DATABASE_URL: databaseVariables.DATABASE_URL,
  ...kafkaVariables,
  TOPIC_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(6)
    .describe('Partitions of each topic, when it is created.'),
  TOPIC_REPLICATION: z.coerce
    .number()
    .int()
    .min(1)
    .max(9)
    .default(1)
    .describe('Copies of each topic over brokers, when it is created; 3 where there are three.'),
};

void runCommand('connector migration', variables, async (config) => {
  const migrations = await migrate(connectorDataSource(config.DATABASE_URL, 2));
  const topics = await createTopics(
    kafkaOptions(config, 'connector migration', createLog('connector migration', 'info')),
    {
      prefix: config.TOPIC_PREFIX,
      partitions: config.TOPIC_PARTITIONS,
      replication: config.TOPIC_REPLICATION,
    },
  );
  return { migrations, topics };
});
