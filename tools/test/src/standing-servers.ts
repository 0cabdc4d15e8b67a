import { readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Servers } from './test-servers';

const FILE = '.cache/test-servers.json';
const standing = z.object({ pid: z.number(), databaseUrl: z.string(), kafkaBrokers: z.string() });

/** Servers that somebody keeps up by `npm run test:servers`, if they still do. */
export async function standingServers(): Promise<z.output<typeof standing> | undefined> {
  try {
    const servers = standing.parse(JSON.parse(await readFile(FILE, 'utf8')));
    process.kill(servers.pid, 0);
    return servers;
  } catch {
    return undefined;
  }
}

/** Keeps servers up until Ctrl-C, and lets every run find them. */
export async function keepServers(servers: Servers, interrupted: AbortSignal): Promise<void> {
  const { databaseUrl, kafkaBrokers } = servers;
  await writeFile(FILE, JSON.stringify({ pid: process.pid, databaseUrl, kafkaBrokers }), { mode: 0o600 });
  console.log(`export DATABASE_URL=${databaseUrl} KAFKA_BROKERS=${kafkaBrokers}`);
  console.log('Every test run of this clone uses them now. Ctrl-C stops them.');
  await new Promise<void>((resolve) => {
    const alive = setInterval(() => undefined, 60_000); // nothing else holds the process
    interrupted.addEventListener('abort', () => {
      clearInterval(alive);
      resolve();
    });
  });
  await rm(FILE, { force: true });
}
