import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '@halosync/supervisor';
import { runCommand } from './run-command';

export interface Cluster {
  readonly binaries: string;
  readonly directory: string;
  readonly account: Account | undefined;
  readonly user: string;
  readonly password: string;
}

// Written last: a cluster without it is what an interrupted initdb left.
const DONE = 'halosync.initialised';

/** Makes the cluster, unless it is there. */
export async function initCluster(cluster: Cluster): Promise<void> {
  const found = await readdir(cluster.directory);
  if (found.includes(DONE)) return;
  await Promise.all(found.map((name) => rm(join(cluster.directory, name), { recursive: true, force: true })));

  const handover = await mkdtemp(join(tmpdir(), 'halosync-initdb-'));
  const passwordFile = join(handover, 'password');
  try {
    await writeFile(passwordFile, cluster.password, { mode: 0o600 });
    if (cluster.account !== undefined) {
      await chown(passwordFile, cluster.account.uid, cluster.account.gid);
      await chown(handover, cluster.account.uid, cluster.account.gid);
    }
    const outcome = await runCommand(
      join(cluster.binaries, 'bin', 'initdb'),
      [
        `--pgdata=${cluster.directory}`,
        `--username=${cluster.user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Postgres' own collation: the same order on every machine, whatever its locales and libraries are.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-sync',
      ],
      { timeoutMs: 120_000, account: cluster.account, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } },
    );
    if (!outcome.ok) throw new Error(`initdb could not make a cluster in ${cluster.directory}:\n${outcome.output}`);
    await writeFile(join(cluster.directory, DONE), '');
  } finally {
    await rm(handover, { recursive: true, force: true });
  }
}
