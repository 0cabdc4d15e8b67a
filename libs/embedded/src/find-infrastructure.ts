import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessSpec } from '@halosync/supervisor';
import { z } from 'zod';
import { dockerAnswers, dockerHas, KAFKA_IMAGE, POSTGRES_IMAGE } from './docker';
import { dockerKafka, dockerPostgres } from './docker-servers';
import { embeddedKafka } from './embedded-kafka';
import { embeddedPostgres } from './embedded-postgres';
import { MissingServer } from './missing-server';

export interface InfrastructureOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly logDir: string;
  readonly ports: { readonly postgres: number; readonly kafka: number; readonly kafkaController: number };
  readonly say: (line: string) => void;
}

/** A server to use: one that runs somewhere already (no spec), or one to start. */
export interface FoundServer {
  readonly kind: 'given' | 'docker' | 'embedded';
  readonly address: string;
  readonly spec?: ProcessSpec;
}

const choice = z.enum(['docker', 'embedded']);
type Choice = z.output<typeof choice>;

/**
 * Postgres: DATABASE_URL if it is set, else Docker if its image is here, else the one that npm installed. A data
 * directory stays with its first choice: its data lies there.
 */
export async function findPostgres(options: InfrastructureOptions): Promise<FoundServer> {
  const given = options.env.DATABASE_URL;
  if (given !== undefined && given !== '') return { kind: 'given', address: given };
  const kind = await choose('postgres', POSTGRES_IMAGE, options);
  const server = { ...options, port: options.ports.postgres, logFile: join(options.logDir, 'postgres.log') };
  return { kind, ...(kind === 'docker' ? await dockerPostgres(server) : await embeddedPostgres(server)) };
}

/** Kafka: KAFKA_BROKERS if it is set, else Docker if its image is here, else its own jars on the JVM. */
export async function findKafka(options: InfrastructureOptions): Promise<FoundServer> {
  const given = options.env.KAFKA_BROKERS;
  if (given !== undefined && given !== '') return { kind: 'given', address: given };
  const kind = await choose('kafka', KAFKA_IMAGE, options);
  const server = { ...options, port: options.ports.kafka, logFile: join(options.logDir, 'kafka.log') };
  if (kind === 'docker') return { kind, ...(await dockerKafka(server)) };
  return { kind, ...(await embeddedKafka({ ...server, controllerPort: options.ports.kafkaController })) };
}

async function choose(
  server: 'postgres' | 'kafka',
  image: string,
  { env, dataDir }: InfrastructureOptions,
): Promise<Choice> {
  const file = join(dataDir, `${server}.kind`);
  const before = choice.safeParse((await readFile(file, 'utf8').catch(() => '')).trim()).data;
  if (before === 'embedded') return before;
  const canUseDocker = (await dockerAnswers(env)) && (await dockerHas(image, env));
  if (before === 'docker' && !canUseDocker) {
    throw new MissingServer(
      `The data of ${server} lies in a Docker volume, and Docker does not answer or lacks ${image}.`,
      ['start Docker again', 'begin anew: npm start -- --reset'],
    );
  }
  const kind = canUseDocker ? 'docker' : 'embedded';
  await writeFile(file, `${kind}\n`);
  return kind;
}
