import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { poll, type ProcessSpec } from '@halosync/supervisor';
import { clusterDirectory } from './cluster-directory';
import { hasDatabase, NAME } from './halosync-database';
import { initCluster } from './init-cluster';
import { postgresAccount } from './postgres-account';
import { postgresBinaries } from './postgres-binaries';
import { secretFile } from './secret-file';
import type { Server } from './server';

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Without it a power cut may lose data; tests need no more. */
  readonly isDurable?: boolean;
}

/** A real Postgres on the loopback address, with its cluster under the data directory. */
export async function embeddedPostgres(options: EmbeddedPostgresOptions): Promise<Server> {
  const account = await postgresAccount();
  const binaries = await postgresBinaries(account, options.env);
  const directory = await clusterDirectory(options.dataDir, account);
  const password = await secretFile(join(options.dataDir, 'postgres.password'));
  await initCluster({ binaries, directory, account, user: NAME, password });
  await previousOneGone(directory);

  const url = `postgres://${NAME}:${password}@127.0.0.1:${String(options.port)}`;
  const settings = {
    port: String(options.port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '', // a socket would lie in /tmp and collide with other instances
    max_connections: '200',
    max_wal_size: '2GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.isDurable === false ? { fsync: 'off', full_page_writes: 'off' } : {}),
  };
  const spec: ProcessSpec = {
    name: 'postgres',
    command: join(binaries, 'bin', 'postgres'),
    args: ['-D', directory, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    cwd: '/',
    ...(account === undefined ? {} : { account }),
    logFile: options.logFile,
    stopRank: 2,
    stopSignal: 'SIGINT', // "fast": clients are told to go; SIGTERM would wait for them
    stopTimeoutMs: 20_000,
    ready: (signal) => poll(() => hasDatabase(url), signal),
    readyTimeoutMs: 90_000, // after a crash it first reads its log
  };
  return { spec, address: `${url}/${NAME}` };
}

/** A start right after a kill: the guardian still stops the old server, and a second one on its files would refuse. */
async function previousOneGone(directory: string): Promise<void> {
  await poll(async () => {
    const pid = Number((await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
    return !(pid > 1) || !isAlive(pid);
  }, AbortSignal.timeout(15_000)).catch(() => undefined); // it lives on: Postgres' own message says so, in its log
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
