import { allTopicNames, consumerGroup } from '@halosync/contracts';
import { grpcServer, grpcTls } from '@halosync/grpc';
import { checkTopics, kafkaOptions, watchedTransport } from '@halosync/kafka';
import { Metrics } from '@halosync/observability';
import { assertMigrated } from '@halosync/persistence';
import { Health, runProgram } from '@halosync/service-host';
import { connectorVariables } from './connector.config';
import { ConnectorModule } from './connector.module';
import { connectorParts } from './connector.parts';
import { connectorDataSource } from './create-data-source';

// Touches are one statement per chunk; two partitions at a time keep up with any storm.
const CHUNKS_IN_FLIGHT = 2;

void runProgram('connector', connectorVariables, async (config, log) => {
  const dataSource = connectorDataSource(config.DATABASE_URL, config.DATABASE_POOL);
  const kafka = kafkaOptions(config, 'connector', log);
  await dataSource.initialize();
  await assertMigrated(dataSource);
  await checkTopics(kafka, allTopicNames(config.TOPIC_PREFIX));
  const parts = connectorParts(config, dataSource, kafka, log);
  await parts.prepare();
  return {
    imports: [ConnectorModule.with(parts, dataSource)],
    prepare: (app, fail) => {
      const metrics = app.get(Metrics);
      for (const meter of parts.meters) meter.attach(metrics);
      const health = app.get(Health);
      health.add({ name: 'postgres', check: async () => void (await dataSource.query('SELECT 1')) });
      const transport = watchedTransport(health, metrics, {
        kafka,
        group: consumerGroup(config.TOPIC_PREFIX, 'connector'),
        topicPrefix: config.TOPIC_PREFIX,
        concurrency: CHUNKS_IN_FLIGHT,
        onCrash: fail,
      });
      return [
        grpcServer({
          listen: config.GRPC_LISTEN,
          packageName: 'halosync.connector.v1',
          reflection: true,
          tls: grpcTls(config),
        }),
        { strategy: transport },
      ];
    },
  };
});
