import { join } from 'node:path';
import { poll, tcpReady, type ProcessSpec } from '@halosync/supervisor';
import { dockerName, KAFKA_IMAGE, POSTGRES_IMAGE } from './docker';
import { answersQueries, NAME } from './halosync-database';
import { runCommand } from './run-command';
import { secretFile } from './secret-file';
import type { Server } from './server';

export interface DockerServerOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
}

/** Postgres in a container, its data in a volume named after the data directory. */
export async function dockerPostgres(options: DockerServerOptions): Promise<Server> {
  const password = await secretFile(join(options.dataDir, 'postgres.password'));
  const address = `postgres://${NAME}:${password}@127.0.0.1:${String(options.port)}/${NAME}`;
  const spec = await containerSpec('postgres', options, {
    image: POSTGRES_IMAGE,
    containerPort: 5432,
    volume: '/var/lib/postgresql/data',
    settings: { POSTGRES_USER: NAME, POSTGRES_PASSWORD: password, POSTGRES_DB: NAME },
    command: ['-c', 'max_connections=200'],
    stopSignal: 'SIGINT',
    ready: (signal) => poll(() => answersQueries(address), signal),
  });
  return { spec, address };
}

/** Kafka in a container, its data in a volume named after the data directory. */
export async function dockerKafka(options: DockerServerOptions): Promise<Server> {
  const address = `127.0.0.1:${String(options.port)}`;
  const spec = await containerSpec('kafka', options, {
    image: KAFKA_IMAGE,
    containerPort: 9092,
    volume: '/var/lib/kafka/data',
    settings: {
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9094',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENERS: 'HOST://:9092,BROKER://:9093,CONTROLLER://:9094',
      KAFKA_ADVERTISED_LISTENERS: `HOST://${address},BROKER://localhost:9093`,
      KAFKA_INTER_BROKER_LISTENER_NAME: 'BROKER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'HOST:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_LOG_DIRS: '/var/lib/kafka/data',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_MESSAGE_MAX_BYTES: String(5 * 1024 * 1024),
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_HEAP_OPTS: '-Xms128m -Xmx512m',
    },
    command: [],
    stopSignal: 'SIGTERM',
    // Docker itself takes connections on the port at once; the log tells when the broker does.
    ready: async (signal) => {
      const name = dockerName(options.dataDir, 'kafka');
      await poll(async () => {
        const { output } = await runCommand('docker', ['logs', name], { timeoutMs: 5_000, env: options.env });
        return output.includes('Kafka Server started');
      }, signal);
      await tcpReady(options.port)(signal);
    },
  });
  return { spec, address };
}

interface Container {
  readonly image: string;
  readonly containerPort: number;
  readonly volume: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly stopSignal: ProcessSpec['stopSignal'];
  readonly ready: ProcessSpec['ready'];
}

async function containerSpec(
  server: 'postgres' | 'kafka',
  options: DockerServerOptions,
  container: Container,
): Promise<ProcessSpec> {
  const { env, dataDir, port } = options;
  const name = dockerName(dataDir, server);
  await runCommand('docker', ['rm', '-f', name], { timeoutMs: 30_000, env }); // left by a run that was killed
  return {
    name: server,
    command: 'docker',
    // In the foreground: the client passes our signals on and ends with the container.
    args: [
      ...['run', '--rm', '--name', name, '--pull', 'never'],
      ...['-p', `127.0.0.1:${String(port)}:${String(container.containerPort)}`, '-v', `${name}:${container.volume}`],
      // Names alone: the values come from the client's environment, and other users do not see them in `ps`.
      ...Object.keys(container.settings).flatMap((setting) => ['-e', setting]),
      container.image,
      ...container.command,
    ],
    env: { ...env, ...container.settings },
    cwd: '/',
    logFile: options.logFile,
    stopSignal: container.stopSignal,
    stopTimeoutMs: 25_000,
    ready: container.ready,
    readyTimeoutMs: 120_000,
    workerPid: async () => {
      const { ok, output } = await runCommand('docker', ['inspect', '-f', '{{.State.Pid}}', name], {
        timeoutMs: 5_000,
        env,
      });
      return ok ? Number(output) : undefined;
    },
    sweep: ['docker', 'rm', '-f', name],
  };
}
