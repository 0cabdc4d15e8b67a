import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { allTopicNames } from '@halosync/contracts';
import { createTopics, deleteTopics, kafkaOptions, Publisher, type KafkaOptions } from '@halosync/kafka';
import {
  GatewayClient,
  LinePrograms,
  migrateProgram,
  PROGRAMS,
  reserveLinePorts,
  SIMULATOR,
  SimulatorClient,
  type LineSettings,
} from '@halosync/line';
import { silentLog } from '@halosync/observability';
import type { Guardian } from '@halosync/supervisor';
import pg from 'pg';
import { readTickets, type Ticket } from './tickets';
import { pinned } from './pinned';
import type { BenchServers } from './servers';

/** What the parts of the benchmark share: a database and topics of its own, the programs, and tickets to send. */
export interface Stage {
  readonly guardian: Guardian;
  readonly settings: LineSettings;
  readonly programs: LinePrograms;
  readonly pool: pg.Pool;
  readonly kafka: KafkaOptions;
  readonly publisher: Publisher;
  readonly topicPrefix: string;
  readonly tickets: readonly Ticket[];
  /** Where logs and the files of peers go. */
  readonly folder: string;
  /** A connection's callback URL that works; the gateway runs. */
  callbackUrl(): Promise<string>;
  /** Topics of another prefix, for peers that read other messages. Deleted at the end. */
  topicsFor(peer: string): Promise<string>;
  readonly say: (line: string) => void;
}

const PARTITIONS = 6;

/** Sets the stage, runs the work, and clears everything away again. */
export async function onStage<Result>(
  servers: BenchServers,
  guardian: Guardian,
  say: (line: string) => void,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const run = `bench-${randomBytes(3).toString('hex')}`;
  const folder = resolve('.cache', run);
  mkdirSync(folder, { recursive: true });
  const ports = await reserveLinePorts();
  const database = await makeDatabase(servers.databaseUrl, run.replace('-', '_'));
  const settings: LineSettings = {
    root: resolve('.'),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production' },
    databaseUrl: database.url,
    kafkaBrokers: servers.kafkaBrokers,
    topicPrefix: run,
    ports: ports.ports,
    publicUrl: `http://127.0.0.1:${String(ports.ports.http.gateway)}`,
    encryptionKeys: `bench:${randomBytes(32).toString('base64')}`,
    adminEmail: 'admin@halosync.example',
    adminPassword: randomBytes(18).toString('base64url'),
    simulator: {
      dataDir: join(folder, 'simulator'),
      env: { SIMULATOR_TICKETS: '20000', SIMULATOR_RATE_LIMIT_ENABLED: 'false' },
    },
  };
  const programs = new LinePrograms(settings, ports, guardian, {
    logs: folder,
    adapt: (spec) => (spec.name === 'gateway' ? pinned(spec, 'measured') : spec),
  });
  const kafka = kafkaOptions({ KAFKA_BROKERS: servers.kafkaBrokers, KAFKA_SSL: false }, 'bench', silentLog);
  const publisher = new Publisher(kafka);
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined); // the next query tells
  const prefixes = [run];
  try {
    say('migrating, and generating 20,000 tickets');
    for (const name of ['gateway', 'connector', 'ticket-service'] as const)
      await migrateProgram(name, settings, { guardian });
    await programs.start(SIMULATOR);
    const simulator = new SimulatorClient(`http://127.0.0.1:${String(ports.ports.http[SIMULATOR])}`);
    const tickets = await readTickets(simulator.url);
    writeFileSync(
      ticketsFile({ folder }),
      tickets
        .slice(0, 1_000)
        .map(({ json }) => `${json}\n`)
        .join(''),
    );
    const callbackUrl = await callback(programs, settings, simulator);
    await programs.stop(SIMULATOR);
    return await work({
      guardian,
      settings,
      programs,
      pool,
      kafka,
      publisher,
      topicPrefix: run,
      tickets,
      folder,
      say,
      callbackUrl: async () => {
        if (programs.pidOf('gateway') === null) await programs.start('gateway');
        return callbackUrl;
      },
      topicsFor: async (peer) => {
        const prefix = `${run}-${peer}`;
        prefixes.push(prefix);
        await createTopics(kafka, { prefix, partitions: PARTITIONS, replication: 1 });
        return prefix;
      },
    });
  } finally {
    await programs.stopAll();
    // The ports of programs that were never started are held to the end, and would keep this process alive.
    for (const name of PROGRAMS) await ports.release(name);
    await publisher.close();
    await pool.end();
    await deleteTopics(kafka, prefixes.flatMap(allTopicNames)).catch(() => undefined); // the broker may be gone
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The file of tickets that the load generator sends, one JSON text a line. */
export function ticketsFile({ folder }: Pick<Stage, 'folder'>): string {
  return join(folder, 'tickets.ndjson');
}

/** Save And Sync as a person presses it; then the connector rests, so that nothing runs beside what is measured. */
async function callback(programs: LinePrograms, settings: LineSettings, simulator: SimulatorClient): Promise<string> {
  await Promise.all([programs.start('gateway'), programs.start('connector')]);
  const api = await GatewayClient.signIn(settings.publicUrl, settings.adminEmail, settings.adminPassword);
  const { callbackUrl } = await api.saveAndSync(await simulator.credentials(), 'Benchmark');
  await programs.stop('connector');
  return callbackUrl;
}

async function makeDatabase(serverUrl: string, name: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const administer = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 10_000 });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await administer(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
