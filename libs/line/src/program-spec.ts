import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { httpReady, type ProcessSpec } from '@halosync/supervisor';
import type { LineSettings } from './line-settings';
import { SIMULATOR, type LineProgram, type ProgramName } from './programs';

const NODE_FLAGS = ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning'];
// Without a bound V8 lets garbage grow with the machine's memory: a list of 150,000 ids made 270 MB of a connector that
// needs 190. A million ids still fit.
const CONNECTOR_FLAGS = ['--max-old-space-size=512', '--max-semi-space-size=4'];
// A program takes up to 25 s to finish what it has begun.
const STOP_TIMEOUT_MS = 28_000;
const READY_TIMEOUT_MS = 90_000;
const MIGRATION_TIMEOUT_MS = 120_000;

/** One more of the same program, beside the first. */
export interface Replica {
  readonly name: string;
  readonly httpPort: number;
  readonly grpcPort: number;
}

/** How one program of the line is started. */
export function programSpec(name: ProgramName, settings: LineSettings, replica?: Replica): ProcessSpec {
  const httpPort = replica?.httpPort ?? settings.ports.http[name];
  const own = replica === undefined ? {} : replicaEnvironment(name, replica);
  return {
    name: replica?.name ?? name,
    command: process.execPath,
    args: [
      ...NODE_FLAGS,
      ...(name === 'connector' ? CONNECTOR_FLAGS : []),
      join(settings.root, 'dist', name, 'main.js'),
    ],
    env: { ...programEnvironment(name, settings), ...own },
    cwd: settings.root,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    ready: httpReady(`http://127.0.0.1:${String(httpPort)}/health/ready`),
    readyTimeoutMs: READY_TIMEOUT_MS,
  };
}

export type MigrationSpec = Omit<ProcessSpec, 'ready' | 'readyTimeoutMs'> & { readonly timeoutMs: number };

/** The step that brings a program's tables (the connector's: topics too) up to date; undefined where it has none. */
export function migrationSpec(name: LineProgram, settings: LineSettings): MigrationSpec | undefined {
  const script = join(settings.root, 'dist', name, 'migrate.js');
  if (!existsSync(script)) return undefined;
  return {
    name: `migration of ${name}`,
    command: process.execPath,
    args: [...NODE_FLAGS, script],
    env: programEnvironment(name, settings),
    cwd: settings.root,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    timeoutMs: MIGRATION_TIMEOUT_MS,
  };
}

function replicaEnvironment(name: ProgramName, { name: replica, httpPort, grpcPort }: Replica): Record<string, string> {
  return {
    PORT: String(httpPort),
    ...(name === 'gateway' ? { GATEWAY_NAME: replica } : { GRPC_LISTEN: `127.0.0.1:${String(grpcPort)}` }),
    ...(name === 'connector' ? { CONNECTOR_NAME: replica } : {}),
  };
}

function programEnvironment(name: ProgramName, settings: LineSettings): Record<string, string | undefined> {
  const { ports, env } = settings;
  const common = {
    ...env,
    HALOSYNC_SUPERVISED: '1',
    // Node 22 and newer keep compiled code here, which saves a third of the start; older ones ignore it.
    NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE ?? join(settings.root, '.cache', 'node'),
    DRAIN_SECONDS: env.DRAIN_SECONDS ?? '0', // no load balancer has to notice
    HOST: '127.0.0.1',
    PORT: String(ports.http[name]),
  };
  if (name === SIMULATOR) {
    // Somebody else's system: it gets none of our addresses and secrets.
    const none = {
      DATABASE_URL: undefined,
      KAFKA_BROKERS: undefined,
      ENCRYPTION_KEYS: undefined,
      ADMIN_PASSWORD: undefined,
    };
    return { ...common, ...none, DATA_DIR: settings.simulator.dataDir, ...settings.simulator.env };
  }
  const grpc = (peer: keyof typeof ports.grpc): string => `127.0.0.1:${String(ports.grpc[peer])}`;
  return {
    ...common,
    HOST: name === 'gateway' ? (env.HOST ?? '127.0.0.1') : '127.0.0.1',
    DATABASE_URL: settings.databaseUrl,
    KAFKA_BROKERS: settings.kafkaBrokers.join(','),
    KAFKAJS_NO_PARTITIONER_WARNING: '1',
    ...(settings.topicPrefix === undefined ? {} : { TOPIC_PREFIX: settings.topicPrefix }),
    ...(name === 'gateway' ? { GATEWAY_NAME: 'gateway' } : { GRPC_LISTEN: grpc(name) }),
    // Started again after a kill, it goes on with its own work at once.
    ...(name === 'connector' ? { CONNECTOR_NAME: 'connector' } : {}),
    CONNECTOR_GRPC_URL: grpc('connector'),
    TICKET_SERVICE_GRPC_URL: grpc('ticket-service'),
    SITE_SERVICE_GRPC_URL: grpc('site-service'),
    USER_SERVICE_GRPC_URL: grpc('user-service'),
    INVOICE_SERVICE_GRPC_URL: grpc('invoice-service'),
    PUBLIC_URL: settings.publicUrl,
    ENCRYPTION_KEYS: settings.encryptionKeys,
    ADMIN_EMAIL: settings.adminEmail,
    ADMIN_PASSWORD: settings.adminPassword,
    HALO_ALLOWED_PRIVATE_HOSTS: [env.HALO_ALLOWED_PRIVATE_HOSTS, `127.0.0.1:${String(ports.http[SIMULATOR])}`]
      .filter((hosts) => hosts !== undefined && hosts !== '')
      .join(','),
  };
}
