import { randomBytes } from 'node:crypto';
import { Secret, loadConfig } from '@halosync/config';
import type { connectorProto, EntityName } from '@halosync/contracts';
import { entityNames, topicName } from '@halosync/contracts';
import type { KafkaOptions } from '@halosync/kafka';
import { ChunkConsumer, createTopics, kafkaOptions } from '@halosync/kafka';
import { createLog } from '@halosync/observability';
import { migrate } from '@halosync/persistence';
import type { TestDatabase } from '@halosync/testing';
import { eventually, kafkaBrokers, templateDatabase, testDatabase, testTopics } from '@halosync/testing';
import type { DataSource } from 'typeorm';
import { connectorVariables } from '../src/connector.config';
import type { ConnectorParts } from '../src/connector.parts';
import { connectorParts } from '../src/connector.parts';
import { connectorDataSource } from '../src/create-data-source';
import { enqueue } from '../src/refetch/enqueue';
import { readTouches } from '../src/refetch/read-touches';
import { FakeServices } from './fake-services';

export const log = createLog('connector', process.env['TEST_LOG_LEVEL'] ?? 'fatal');
const encryptionKeys = `test:${randomBytes(32).toString('base64')}`;

/** What connectors of one test share: tables, topics, the services' stand-in. */
export class Surroundings {
  private constructor(
    readonly database: TestDatabase,
    readonly topicPrefix: string,
    readonly kafka: KafkaOptions,
    readonly services: FakeServices,
  ) {}

  static async make(): Promise<Surroundings> {
    const template = await templateDatabase(
      'connector',
      async (url) => void (await migrate(connectorDataSource(new Secret(url), 2))),
    );
    const topicPrefix = testTopics('connector');
    const kafka = kafkaOptions({ KAFKA_BROKERS: kafkaBrokers(), KAFKA_SSL: false }, 'connector test', log);
    await createTopics(kafka, { prefix: topicPrefix, partitions: 2, replication: 1 });
    const [database, services] = await Promise.all([
      testDatabase('connector', template),
      FakeServices.start(kafka, topicPrefix),
    ]);
    return new Surroundings(database, topicPrefix, kafka, services);
  }

  /** The variables of a connector here. */
  env(haloAddress: string): Record<string, string> {
    const peer = this.services.address;
    return {
      DATABASE_URL: this.database.url,
      KAFKA_BROKERS: kafkaBrokers().join(','),
      TOPIC_PREFIX: this.topicPrefix,
      ENCRYPTION_KEYS: encryptionKeys,
      HALO_ALLOWED_PRIVATE_HOSTS: haloAddress,
      TICKET_SERVICE_GRPC_URL: peer,
      SITE_SERVICE_GRPC_URL: peer,
      USER_SERVICE_GRPC_URL: peer,
      INVOICE_SERVICE_GRPC_URL: peer,
      // Backfills of a test must not wait for the shaper: 12 s of real limit in a second.
      HALO_RATE_LIMIT_REQUESTS: '5000',
      HALO_RATE_LIMIT_WINDOW_SECONDS: '60',
      LEASE_SECONDS: '2',
    };
  }

  async remove(): Promise<void> {
    await this.services.stop();
    await this.database.drop();
  }
}

/** A connector in this process: all its parts and loops, without Nest and gRPC around them. */
export class RunningConnector {
  private constructor(
    readonly parts: ConnectorParts,
    readonly dataSource: DataSource,
    private readonly touches: ChunkConsumer | null,
  ) {}

  static async start(
    { topicPrefix, kafka }: Surroundings,
    env: Readonly<Record<string, string>>,
    { consumesTouches = true }: { consumesTouches?: boolean } = {},
  ): Promise<RunningConnector> {
    const config = loadConfig(connectorVariables, env);
    const dataSource = connectorDataSource(config.DATABASE_URL, config.DATABASE_POOL);
    await dataSource.initialize();
    const parts = connectorParts(config, dataSource, kafka, log);
    await parts.prepare();
    const touches = consumesTouches ? touchConsumer(topicPrefix, kafka, dataSource, parts) : null;
    await touches?.start();
    for (const loop of parts.loops) loop.onApplicationBootstrap();
    return new RunningConnector(parts, dataSource, touches);
  }

  get connections(): ConnectorParts['api']['connections'] {
    return this.parts.api.connections;
  }

  get webhook(): ConnectorParts['api']['webhook'] {
    return this.parts.api.webhook;
  }

  get sync(): ConnectorParts['api']['sync'] {
    return this.parts.api.sync;
  }

  async save(
    values: connectorProto.ConnectionValues,
    settings?: connectorProto.ConnectionSettings,
  ): Promise<connectorProto.SaveConnectionResponse & { connection: connectorProto.Connection }> {
    const saved = await this.connections.save({ values, settings, idempotencyKey: '' });
    return { ...saved, connection: saved.connection! };
  }

  async connection(id: string): Promise<connectorProto.Connection> {
    return (await this.connections.get({ id })).connection!;
  }

  async run(id: string): Promise<connectorProto.Run> {
    return (await this.sync.getRun({ id })).run!;
  }

  /** The run when it has ended. */
  async ended(id: string, timeoutMs = 40_000): Promise<connectorProto.Run> {
    return eventually(
      async () => {
        const run = await this.run(id);
        if (run.endedAt === '') throw new Error(`still ${run.state}: ${JSON.stringify(run.entities)}`);
        return run;
      },
      { timeoutMs },
    );
  }

  async query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.dataSource.query<Row[]>(text, values);
  }

  async stop(): Promise<void> {
    await Promise.all(this.parts.loops.map((loop) => loop.beforeApplicationShutdown()));
    await this.touches?.stop();
    await this.parts.close();
  }
}

function touchConsumer(
  topicPrefix: string,
  kafka: KafkaOptions,
  dataSource: DataSource,
  parts: ConnectorParts,
): ChunkConsumer {
  return new ChunkConsumer({
    kafka,
    group: `${topicPrefix}-connector`,
    topics: entityNames.map((entity) => topicName(topicPrefix, entity, 'touched')),
    concurrency: 2,
    handle: async (chunk) => {
      const entity = entityNames.find((name) => chunk[0]?.topic.includes(`.${name}.`)) as EntityName; // the topics above
      await enqueue(dataSource, readTouches(entity, chunk, log));
      parts.workers.kick();
    },
    onCrash: (error) => console.error(error),
  });
}
