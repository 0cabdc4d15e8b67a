import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dockerAnswers, removeCluster, startEmbeddedKafka, startEmbeddedPostgres } from '@halosync/embedded';
import type { Guardian } from '@halosync/supervisor';
import { dropLeftovers } from './drop-leftovers';
import { standingServers } from './standing-servers';

export interface Servers {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  /** Which ones these are, for the first line of the output. */
  readonly described: string;
  /** Names the databases of this run. */
  readonly run: string;
  stop(): Promise<void>;
}

const DIRECTORY = resolve('.cache', 'test-servers');

/** Postgres and Kafka for a run: the ones given, else those that stand, else containers, else our own. */
export async function testServers(env: NodeJS.ProcessEnv, guardian: Guardian): Promise<Servers> {
  const run = randomBytes(3).toString('hex');
  const { DATABASE_URL, KAFKA_BROKERS } = env;
  if (DATABASE_URL !== undefined && KAFKA_BROKERS !== undefined) {
    return shared(run, { databaseUrl: DATABASE_URL, kafkaBrokers: KAFKA_BROKERS }, 'DATABASE_URL and KAFKA_BROKERS');
  }
  const standing = await standingServers();
  if (standing !== undefined) return shared(run, standing, 'the servers that `npm run test:servers` keeps up');

  const containers = (await dockerAnswers(env)) ? await inContainers(guardian).catch(explain) : undefined;
  if (containers !== undefined)
    return { ...containers, run, described: 'containers (postgres:17, apache/kafka:4.1.0)' };
  return embedded(run, env, guardian);
}

/** Loaded on demand: half a second that a machine without Docker need not spend. */
async function inContainers(guardian: Guardian): Promise<Pick<Servers, 'databaseUrl' | 'kafkaBrokers' | 'stop'>> {
  const { startContainers } = await import('./containers');
  return startContainers(guardian);
}

function shared(run: string, addresses: Pick<Servers, 'databaseUrl' | 'kafkaBrokers'>, described: string): Servers {
  return { ...addresses, run, described, stop: () => dropLeftovers(addresses.databaseUrl, run) };
}

function explain(error: unknown): undefined {
  const reason = error instanceof Error ? error.message : String(error);
  console.log(`Docker answers, but the containers did not start (${reason}); using embedded servers instead.`);
  return undefined;
}

async function embedded(run: string, env: NodeJS.ProcessEnv, guardian: Guardian): Promise<Servers> {
  await sweepOldRuns();
  const dataDir = join(DIRECTORY, `${String(process.pid)}-${run}`);
  await mkdir(dataDir, { recursive: true });
  const options = {
    dataDir,
    env,
    guardian,
    say: (line: string) => {
      console.log(line);
    },
  };
  const started = await Promise.allSettled([
    startEmbeddedPostgres({ ...options, isDurable: false }),
    startEmbeddedKafka(options),
  ]);
  const stop = async (): Promise<void> => {
    await Promise.all(started.flatMap((result) => (result.status === 'fulfilled' ? [result.value.stop()] : [])));
    await removeCluster(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
  const [postgres, kafka] = started;
  if (postgres.status === 'fulfilled' && kafka.status === 'fulfilled') {
    const addresses = { databaseUrl: postgres.value.address, kafkaBrokers: kafka.value.address };
    return { ...addresses, run, described: 'embedded servers (Postgres 17, Kafka 4.1)', stop };
  }
  const failure: unknown =
    postgres.status === 'rejected' ? postgres.reason : kafka.status === 'rejected' ? kafka.reason : undefined;
  await stop();
  throw failure;
}

/** Runs that were killed left their data behind. */
async function sweepOldRuns(): Promise<void> {
  for (const name of await readdir(DIRECTORY).catch(() => [])) {
    const pid = Number(name.split('-')[0]);
    if (isAlive(pid)) continue;
    await removeCluster(join(DIRECTORY, name));
    await rm(join(DIRECTORY, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
