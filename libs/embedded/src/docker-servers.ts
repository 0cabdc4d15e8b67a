import { join } from 'node:path';
import { poll, type ProcessSpec } from '@halosync/supervisor';
import { dockerName, KAFKA_IMAGE, POSTGRES_IMAGE } from './docker';
import { answersQueries, NAME } from './halosync-database';
import { CLUSTER_ID, kafkaProperties } from './kafka-properties';
import { kafkaReady } from './kafka-ready';
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

// Not the image's own start-up: that one formats the directory anew each time, and builds its settings from variables.
const START_KAFKA = `
printf '%s' "$HALOSYNC_KAFKA_PROPERTIES" > /tmp/server.properties
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted -t ${CLUSTER_ID} -c /tmp/server.properties
exec /opt/kafka/bin/kafka-server-start.sh /tmp/server.properties`;

/** Kafka in a container, its data in a volume named after the data directory. */
export async function dockerKafka(options: DockerServerOptions): Promise<Server> {
  const address = `127.0.0.1:${String(options.port)}`;
  const volume = '/var/lib/kafka/data';
  const spec = await containerSpec('kafka', options, {
    image: KAFKA_IMAGE,
    containerPort: 9092,
    volume,
    settings: {
      HALOSYNC_KAFKA_PROPERTIES: kafkaProperties({
        listen: '0.0.0.0:9092',
        advertise: address,
        internalPort: 9093,
        controllerPort: 9094,
        dataDirectory: volume,
      }),
      KAFKA_LOG4J_OPTS: '-Dlog4j2.configurationFile=/etc/kafka/docker/log4j2.yaml',
      KAFKA_HEAP_OPTS: '-Xms128m -Xmx512m',
    },
    command: ['bash', '-c', START_KAFKA],
    stopSignal: 'SIGTERM',
    ready: kafkaReady(options.port),
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
  await runCommand('docker', ['rm', '-f', '-v', name], { timeoutMs: 30_000, env }); // left by a run that was killed
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
    stopRank: server === 'kafka' ? 1 : 2,
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
    sweep: ['docker', 'rm', '-f', '-v', name],
  };
}
