import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { reservePort, supervise, type Guardian, type Supervised } from '@halosync/supervisor';
import { embeddedKafka } from './embedded-kafka';
import { embeddedPostgres } from './embedded-postgres';
import type { Server } from './server';

export interface StartedServer {
  readonly address: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly guardian: Guardian;
  readonly port?: number;
  readonly say?: (line: string) => void;
}

/** Starts a Postgres and waits until it answers. */
export async function startEmbeddedPostgres(options: StartOptions & { isDurable?: boolean }): Promise<StartedServer> {
  await mkdir(options.dataDir, { recursive: true });
  const port = await reservePort(options.port);
  const logFile = join(options.dataDir, 'postgres.log');
  const server = await embeddedPostgres({ ...options, port: port.port, logFile });
  await port.release();
  return start(server, options.guardian, logFile);
}

/** Starts a Kafka broker and waits until it takes connections. */
export async function startEmbeddedKafka(options: StartOptions): Promise<StartedServer> {
  await mkdir(options.dataDir, { recursive: true });
  const [port, controllerPort] = await Promise.all([reservePort(options.port), reservePort()]);
  const logFile = join(options.dataDir, 'kafka.log');
  const server = await embeddedKafka({ ...options, port: port.port, controllerPort: controllerPort.port, logFile });
  await Promise.all([port.release(), controllerPort.release()]);
  return start(server, options.guardian, logFile);
}

async function start(server: Server, guardian: Guardian, logFile: string): Promise<StartedServer> {
  const supervised: Supervised = supervise(server.spec, { guardian });
  try {
    await supervised.firstReady;
  } catch (cause) {
    await supervised.stop();
    throw new Error(`${server.spec.name} did not start; its last words are in ${logFile}`, { cause });
  }
  return {
    address: server.address,
    get pid() {
      return supervised.pid;
    },
    stop: () => supervised.stop(),
  };
}
