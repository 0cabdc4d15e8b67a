import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessSpec } from '@halosync/supervisor';
import { classArchive, exists } from './class-archive';
import { findJava, type Java } from './java';
import { kafkaJars } from './kafka-jars';
import { CLUSTER_ID, kafkaProperties } from './kafka-properties';
import { kafkaReady } from './kafka-ready';
import { runCommand } from './run-command';
import type { Server } from './server';

export interface EmbeddedKafkaOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly say?: (line: string) => void;
}

// A start in 2–4 s of one core: one collector thread, the quick compiler alone.
const JVM = [
  '-Xms128m',
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Xshare:auto',
  '-Dlog4j2.level=WARN',
];

/** A real Kafka broker on the loopback address, with its log under the data directory. */
export async function embeddedKafka(options: EmbeddedKafkaOptions): Promise<Server> {
  const java = await findJava(options.env);
  const jars = await kafkaJars(options.env, options.say ?? (() => undefined));
  const home = join(options.dataDir, 'kafka');
  const dataDirectory = join(home, 'data');
  await mkdir(dataDirectory, { recursive: true });
  const address = `127.0.0.1:${String(options.port)}`;
  const properties = join(home, 'server.properties');
  await writeFile(
    properties,
    kafkaProperties({ listen: address, advertise: address, controllerPort: options.controllerPort, dataDirectory }),
  );

  const jvm = [...JVM, '-cp', join(jars, '*')];
  const env = { PATH: options.env.PATH, LC_ALL: 'C' };
  await format(java, jvm, properties, dataDirectory, env);
  const archive = await classArchive(java, jars, jvm);
  const spec: ProcessSpec = {
    name: 'kafka',
    command: java.command,
    args: [...archive.flags, ...jvm, 'kafka.Kafka', properties],
    env,
    cwd: home,
    logFile: options.logFile,
    stopRank: 1,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 20_000,
    ready: kafkaReady(options.port),
    readyTimeoutMs: 90_000,
    afterStop: archive.keep,
  };
  return { spec, address };
}

/** Writes the broker's identity into an empty data directory; it starts on no other. */
async function format(
  java: Java,
  jvm: readonly string[],
  properties: string,
  dataDirectory: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (await exists(join(dataDirectory, 'meta.properties'))) return;
  const args = [...jvm, 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties, '--ignore-formatted'];
  const outcome = await runCommand(java.command, args, { timeoutMs: 60_000, env });
  if (!outcome.ok) throw new Error(`Kafka could not set up its directory ${dataDirectory}:\n${outcome.output}`);
}
