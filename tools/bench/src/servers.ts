import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { removeCluster, startEmbeddedKafka, startEmbeddedPostgres } from '@halosync/embedded';
import type { Guardian } from '@halosync/supervisor';

export interface BenchServers {
  readonly databaseUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly described: string;
  stop(): Promise<void>;
}

/** Postgres and Kafka as given, else our own: durable, unlike those of the tests, since a commit is what is measured. */
export async function benchServers(env: NodeJS.ProcessEnv, guardian: Guardian): Promise<BenchServers> {
  const { DATABASE_URL, KAFKA_BROKERS } = env;
  if (DATABASE_URL !== undefined && KAFKA_BROKERS !== undefined) {
    return {
      databaseUrl: DATABASE_URL,
      kafkaBrokers: KAFKA_BROKERS.split(','),
      described: 'those of DATABASE_URL and KAFKA_BROKERS',
      stop: () => Promise.resolve(),
    };
  }
  const dataDir = resolve('.cache', `bench-servers-${String(process.pid)}`);
  await mkdir(dataDir, { recursive: true });
  const options = { dataDir, env, guardian, say: (line: string) => console.log(line) };
  const [postgres, kafka] = await Promise.all([startEmbeddedPostgres(options), startEmbeddedKafka(options)]);
  return {
    databaseUrl: postgres.address,
    kafkaBrokers: [kafka.address],
    described: 'embedded',
    stop: async () => {
      await Promise.all([postgres.stop(), kafka.stop()]);
      await removeCluster(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
