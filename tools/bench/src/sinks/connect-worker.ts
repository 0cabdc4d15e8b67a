import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findJava, jarFolder, kafkaJars } from '@halosync/embedded';
import {
  httpReady,
  poll,
  reservePort,
  startProcess,
  type ProcessSpec,
  type RunningProcess,
} from '@halosync/supervisor';
import { z } from 'zod';
import release from '../../peers/debezium-3.3.1.jars.json';
import type { Stage } from '../stage';

const READY_TIMEOUT_MS = 120_000;
const STATE_TIMEOUT_MS = 60_000;

const status = z.object({
  connector: z.object({ state: z.string() }),
  tasks: z.array(z.object({ state: z.string(), trace: z.string().optional() })),
});

export interface Connector {
  create(config: Readonly<Record<string, string>>): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** Kafka Connect standalone with Debezium's JDBC sink, on the JVM. */
export class ConnectWorker {
  private constructor(
    private readonly url: string,
    private readonly process: RunningProcess,
  ) {}

  static async start({ guardian, folder, settings }: Stage): Promise<ConnectWorker> {
    const java = await findJava(process.env);
    const home = join(folder, 'connect');
    await mkdir(home, { recursive: true });
    const reserved = await reservePort();
    const url = `http://127.0.0.1:${String(reserved.port)}`;
    const spec: ProcessSpec = {
      name: 'Kafka Connect',
      command: java.command,
      args: [
        ...['-Xmx1g', '-cp', await classPath()],
        'org.apache.kafka.connect.cli.ConnectStandalone',
        await workerProperties(home, url, settings.kafkaBrokers),
      ],
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      cwd: home,
      logFile: join(folder, 'connect.log'),
      stopSignal: 'SIGTERM',
      stopTimeoutMs: 20_000,
      ready: httpReady(`${url}/connectors`),
      readyTimeoutMs: READY_TIMEOUT_MS,
    };
    await reserved.release();
    const running = await startProcess(spec, { guardian });
    await spec.ready(AbortSignal.timeout(READY_TIMEOUT_MS));
    return new ConnectWorker(url, running);
  }

  connector(name: string): Connector {
    const path = `/connectors/${name}`;
    return {
      create: async (config) => {
        await this.#ask('PUT', `${path}/config`, config);
        await this.#until(path, 'RUNNING');
      },
      pause: async () => {
        await this.#ask('PUT', `${path}/pause`);
        await this.#until(path, 'PAUSED');
      },
      resume: async () => void (await this.#ask('PUT', `${path}/resume`)),
    };
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }

  async #until(path: string, state: string): Promise<void> {
    await poll(async () => {
      const { connector, tasks } = status.parse(await this.#ask('GET', `${path}/status`));
      return connector.state === state && tasks.length > 0 && tasks.every((task) => task.state === state);
    }, AbortSignal.timeout(STATE_TIMEOUT_MS));
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Kafka Connect answered ${method} ${path} with ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}

async function classPath(): Promise<string> {
  const say = (line: string): void => {
    console.log(line);
  };
  const folders = [
    await kafkaJars(process.env, say),
    await jarFolder(
      {
        name: `Kafka Connect and Debezium's JDBC sink ${release.debezium}`,
        folder: `debezium-${release.debezium}`,
        jars: release.jars,
        waysOut: ['leave it out: npm run bench -- --only ingress,upsert,latency'],
      },
      process.env,
      say,
    ),
  ];
  return folders.map((folder) => join(folder, '*')).join(':');
}

async function workerProperties(home: string, url: string, brokers: readonly string[]): Promise<string> {
  const file = join(home, 'worker.properties');
  const properties = {
    'bootstrap.servers': brokers.join(','),
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'offset.storage.file.filename': join(home, 'offsets'),
    listeners: url,
  };
  await writeFile(
    file,
    Object.entries(properties)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  return file;
}
