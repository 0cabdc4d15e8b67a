import { randomBytes } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { loadConfig } from '@halosync/config';
import { createTopics, kafkaOptions } from '@halosync/kafka';
import { silentLog } from '@halosync/observability';
import { migrate } from '@halosync/persistence';
import { ServiceHostModule } from '@halosync/service-host';
import type { TestDatabase } from '@halosync/testing';
import { kafkaBrokers, templateDatabase, testDatabase, testTopics } from '@halosync/testing';
import { Secret } from '@halosync/config';
import { DataSource } from 'typeorm';
import { gatewayDataSource } from '../src/database/gateway-data-source';
import type { GatewayConfig } from '../src/gateway.config';
import { gatewayVariables } from '../src/gateway.config';
import { GatewayModule } from '../src/gateway.module';
import { httpAdapter } from '../src/http-adapter';
import { prepareGateway } from '../src/prepare-gateway';
import { FakeConnector } from './fake-connector';

export const ADMIN = { email: 'ann@example.com', password: 'correct horse battery' };

export interface TestGatewayOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly connector?: FakeConnector;
  readonly database?: TestDatabase;
  readonly topicPrefix?: string;
}

/** A gateway with a database and topics of its own, listening on a free port, in front of a connector that is told what to say. */
export class TestGateway {
  private constructor(
    readonly app: INestApplication,
    readonly url: string,
    readonly config: GatewayConfig,
    readonly database: TestDatabase,
    readonly connector: FakeConnector,
  ) {}

  static async start(options: TestGatewayOptions = {}): Promise<TestGateway> {
    const database = options.database ?? (await migratedDatabase());
    const connector = options.connector ?? new FakeConnector();
    if (options.connector === undefined) await connector.start();
    const config = loadConfig(gatewayVariables, {
      PORT: '0',
      DATABASE_URL: database.url,
      KAFKA_BROKERS: kafkaBrokers().join(','),
      TOPIC_PREFIX: options.topicPrefix ?? (await topicsOfRun()),
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      CONNECTOR_GRPC_URL: connector.address,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      GATEWAY_NAME: 'gateway-test',
      ...options.environment,
    });
    const module = {
      module: class TestProgram {},
      imports: [ServiceHostModule.forProgram('gateway', silentLog), GatewayModule.forRoot(config)],
    };
    const app = await NestFactory.create(module, httpAdapter(config), {
      logger: false,
      abortOnError: false,
      bodyParser: false,
    });
    await prepareGateway(app, config, silentLog, (error) => {
      throw error;
    });
    await app.listen(0, '127.0.0.1');
    return new TestGateway(app, await app.getUrl(), config, database, connector);
  }

  get dataSource(): DataSource {
    return this.app.get(DataSource);
  }

  /** Orderly, as on SIGTERM; database and connector stay. */
  async close(): Promise<void> {
    await this.app.close();
  }

  async stop(): Promise<void> {
    await this.close();
    this.connector.stop();
    await this.database.drop();
  }

  async query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, parameters);
  }
}

/** An empty, migrated database. */
export async function migratedDatabase(): Promise<TestDatabase> {
  const template = await templateDatabase(
    'gateway',
    async (url) => void (await migrate(gatewayDataSource({ DATABASE_URL: new Secret(url), DATABASE_POOL: 2 }))),
  );
  return testDatabase('gateway', template);
}

let prefix: Promise<string> | undefined;

/** One set of topics per test file: creating sixteen takes a while, and tests tell their messages apart by connection. */
async function topicsOfRun(): Promise<string> {
  return (prefix ??= (async () => {
    const name = testTopics('gateway');
    const options = kafkaOptions({ KAFKA_BROKERS: kafkaBrokers(), KAFKA_SSL: false }, 'gateway-test', silentLog);
    await createTopics(options, { prefix: name, partitions: 1, replication: 1 });
    return name;
  })());
}
