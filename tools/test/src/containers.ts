import type { Guardian } from '@halosync/supervisor';
import { GenericContainer, Wait, type StartedTestContainer } from 'testcontainers';

const STARTER = '/tmp/start.sh';
const KAFKA_PORT = 9092;
const POSTGRES_PORT = 5432;

interface Containers {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  stop(): Promise<void>;
}

/** Postgres and Kafka in containers, of the images that compose uses too. */
export async function startContainers(guardian: Guardian): Promise<Containers> {
  const results = await Promise.allSettled([startPostgres(), startKafka()]);
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const { container } of started) guardian.sweep(['docker', 'rm', '-f', '-v', container.getId()]);
  const stop = async (): Promise<void> => {
    await Promise.all(started.map(({ container }) => container.stop()));
  };
  const [postgres, kafka] = results;
  if (postgres.status === 'fulfilled' && kafka.status === 'fulfilled') {
    return { databaseUrl: postgres.value.address, kafkaBrokers: kafka.value.address, stop };
  }
  await stop();
  throw postgres.status === 'rejected' ? postgres.reason : new Error('Kafka did not start in a container');
}

interface Started {
  readonly container: StartedTestContainer;
  readonly address: string;
}

async function startPostgres(): Promise<Started> {
  const container = await new GenericContainer('postgres:17')
    .withEnvironment({ POSTGRES_USER: 'halosync', POSTGRES_PASSWORD: 'halosync', POSTGRES_DB: 'halosync' })
    .withCommand(['postgres', '-c', 'max_connections=200', '-c', 'fsync=off', '-c', 'full_page_writes=off'])
    .withExposedPorts(POSTGRES_PORT)
    // Twice: the first time it is the server that runs the image's set-up.
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .start();
  const address = `postgres://halosync:halosync@${container.getHost()}:${String(container.getMappedPort(POSTGRES_PORT))}/halosync`;
  return { container, address };
}

/**
 * The broker has to advertise a port that is known only after the container runs: the container first waits for a
 * script, and the script carries the address.
 */
async function startKafka(): Promise<Started> {
  const container = await new GenericContainer('apache/kafka:4.1.0')
    .withExposedPorts(KAFKA_PORT)
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9094',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENERS: 'HOST://:9092,BROKER://:9093,CONTROLLER://:9094',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'BROKER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'HOST:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_MESSAGE_MAX_BYTES: '5242880',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_HEAP_OPTS: '-Xms128m -Xmx512m',
    })
    .withEntrypoint([
      'bash',
      '-c',
      `echo waiting for the starter; until [ -f ${STARTER} ]; do sleep 0.1; done; exec bash ${STARTER}`,
    ])
    .withWaitStrategy(Wait.forLogMessage('waiting for the starter'))
    .start();
  const address = `${container.getHost()}:${String(container.getMappedPort(KAFKA_PORT))}`;
  const content = `#!/bin/bash\nexport KAFKA_ADVERTISED_LISTENERS=HOST://${address},BROKER://localhost:9093\nexec /etc/kafka/docker/run\n`;
  try {
    const isUp = logged(container, /Kafka Server started/, 120_000);
    await container.copyContentToContainer([{ target: STARTER, mode: 0o755, content }]);
    await isUp;
  } catch (failure) {
    await container.stop();
    throw failure;
  }
  return { container, address };
}

async function logged(container: StartedTestContainer, line: RegExp, timeoutMs: number): Promise<void> {
  const logs = await container.logs();
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error('Kafka did not start within 120 s'));
    }, timeoutMs);
    logs.on('data', (data) => {
      if (line.test(String(data))) resolve();
    });
    logs.on('end', () => {
      reject(new Error('the Kafka container ended while it started'));
    });
    logs.on('close', () => {
      clearTimeout(late);
    });
  }).finally(() => logs.destroy());
}
