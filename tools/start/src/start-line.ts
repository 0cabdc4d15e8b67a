import { findKafka, findPostgres, type FoundServer, type InfrastructureOptions } from '@halosync/embedded';
import {
  LINE_PROGRAMS,
  migrateProgram,
  programSpec,
  SIMULATOR,
  type LineProgram,
  type LineSettings,
  type ProgramName,
} from '@halosync/line';
import type { Guardian } from '@halosync/supervisor';
import type { Crew } from './crew';
import type { MigrationStamp } from './migration-stamp';
import type { ProgramLogs } from './program-log';
import type { ReservedPorts } from './ports';
import type { Screen } from './screen';

export interface LineToStart {
  readonly infrastructure: InfrastructureOptions;
  readonly settings: Omit<LineSettings, 'databaseUrl' | 'kafkaBrokers'>;
  readonly ports: ReservedPorts;
  readonly migrationStamp: MigrationStamp;
  readonly withSimulator: boolean;
  readonly crew: Crew;
  readonly guardian: Guardian;
  readonly logs: ProgramLogs;
  readonly screen: Screen;
}

export interface Infrastructure {
  readonly postgres: FoundServer;
  readonly kafka: FoundServer;
}

/** Starts servers and programs, each as soon as what it needs is there, and resolves when all are healthy. */
export async function startLine(line: LineToStart): Promise<Infrastructure> {
  const { crew, guardian, logs, screen } = line;
  const found = await findServers(line);
  const settings: LineSettings = {
    ...line.settings,
    databaseUrl: found.postgres.address,
    kafkaBrokers: found.kafka.address.split(','),
  };
  const isMigrated = isOurs(found) && (await line.migrationStamp.isCurrent());
  // Whatever fails on the way, the next start looks again.
  await line.migrationStamp.clear();
  const migrate = async (name: LineProgram): Promise<void> => {
    if (!isMigrated)
      await migrateProgram(name, settings, {
        guardian,
        signal: crew.stopping,
        onLine: (text) => {
          logs.take(name, text);
        },
      });
  };

  const start = async (name: ProgramName): Promise<void> => {
    await line.ports.line.release(name);
    await crew.hire(programSpec(name, settings));
  };

  const postgres = startServer('postgres', found.postgres, line);
  const kafka = startServer('kafka', found.kafka, line);
  const servers = Promise.all([postgres, kafka]).then(() => {
    screen.line('Postgres and Kafka are up; starting the programs …');
  });
  // The connector's step makes the topics, which all the others need as well; where they are, nobody waits for Kafka.
  const topics = isMigrated ? postgres : servers.then(() => migrate('connector'));
  await Promise.all([
    line.withSimulator ? start(SIMULATOR) : undefined,
    ...LINE_PROGRAMS.map(async (name) => {
      await Promise.all([name === 'connector' ? undefined : postgres.then(() => migrate(name)), topics]);
      await start(name);
    }),
    servers,
  ]);
  if (isOurs(found)) await line.migrationStamp.set();
  return found;
}

function isOurs({ postgres, kafka }: Infrastructure): boolean {
  return postgres.kind !== 'given' && kafka.kind !== 'given';
}

async function findServers({ infrastructure, screen }: LineToStart): Promise<Infrastructure> {
  const [postgres, kafka] = await Promise.allSettled([findPostgres(infrastructure), findKafka(infrastructure)]);
  const failures = [postgres, kafka].flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  if (postgres.status === 'rejected' || kafka.status === 'rejected') {
    // Both at once: nobody likes to install one thing and then hear of the next.
    throw new Error(
      failures.map((failure) => (failure instanceof Error ? failure.message : String(failure))).join('\n\n'),
    );
  }
  screen.line(`Postgres: ${describe(postgres.value)}.  Kafka: ${describe(kafka.value)}.`);
  return { postgres: postgres.value, kafka: kafka.value };
}

function describe(server: FoundServer): string {
  if (server.kind === 'given') return 'yours, from the environment';
  const port = server.address.split(/[:/]/).find((part) => /^\d{2,5}$/.test(part)) ?? '';
  return `${server.kind === 'docker' ? 'in Docker' : 'embedded'}, port ${port}`;
}

async function startServer(
  name: 'postgres' | 'kafka',
  server: FoundServer,
  { crew, infrastructure, ports }: LineToStart,
): Promise<void> {
  await ports.release(name);
  if (server.spec === undefined) return;
  try {
    await crew.hire(server.spec);
  } catch (cause) {
    const log = server.spec.logFile ?? infrastructure.logDir;
    throw new Error(`${name} did not start; its last words are in ${log}`, { cause });
  }
}
