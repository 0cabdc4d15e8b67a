import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readlink, realpath, rm, symlink, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Account } from '@halosync/supervisor';
import { runCommand } from './run-command';

const ELSEWHERE = '/var/lib/halosync';

/**
 * The directory of the cluster: `<dataDir>/postgres`. Where the account cannot get there (root's data directory under a
 * directory closed to others), it lies under /var/lib/halosync, with a link to it in the data directory.
 */
export async function clusterDirectory(dataDir: string, account: Account | undefined): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const inside = join(await realpath(dataDir), 'postgres');
  if (account === undefined || (await canEnter(dirname(inside), account))) {
    await own(inside, account);
    return inside;
  }
  const outside = elsewhere(dirname(inside));
  await mkdir(dirname(outside), { recursive: true });
  await chmod(dirname(dirname(outside)), 0o755);
  await chmod(dirname(outside), 0o755);
  await own(outside, account);
  if ((await linkTarget(inside)) !== outside) {
    await unlink(inside).catch(() => undefined); // a link of a data directory that was copied or moved
    await symlink(outside, inside);
  }
  return outside;
}

/** Deletes the cluster of this data directory, wherever it lies. */
export async function removeCluster(dataDir: string): Promise<void> {
  const real = await realpath(dataDir).catch(() => undefined);
  if (real === undefined) return;
  if ((await linkTarget(join(real, 'postgres'))) === elsewhere(real)) {
    await rm(dirname(elsewhere(real)), { recursive: true, force: true });
  }
  await rm(join(real, 'postgres'), { recursive: true, force: true });
}

function elsewhere(realDataDir: string): string {
  return join(ELSEWHERE, createHash('sha256').update(realDataDir).digest('hex').slice(0, 16), 'postgres');
}

async function canEnter(directory: string, account: Account): Promise<boolean> {
  return (await runCommand('/bin/sh', ['-c', 'cd "$0"', directory], { timeoutMs: 5_000, account })).ok;
}

async function own(directory: string, account: Account | undefined): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  if (account !== undefined) await chown(directory, account.uid, account.gid);
}

async function linkTarget(path: string): Promise<string | undefined> {
  return (await lstat(path).catch(() => undefined))?.isSymbolicLink() === true ? readlink(path) : undefined;
}
