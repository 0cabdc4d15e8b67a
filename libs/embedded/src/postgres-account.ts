import type { Account } from '@halosync/supervisor';
import { MissingServer } from './missing-server';
import { runCommand } from './run-command';

/** Postgres refuses to run as root: then it gets the account `postgres`, made if need be. Else it runs as we do. */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await lookUp()) ?? (await create());
}

async function lookUp(): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map((flag) => runCommand('id', [flag, 'postgres'], { timeoutMs: 5_000 })),
  );
  if (uid?.ok !== true || gid?.ok !== true) return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}

async function create(): Promise<Account> {
  // useradd on most systems, adduser on Alpine.
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']],
    ['adduser', ['-S', '-D', '-H', '-s', '/bin/false', 'postgres']],
  ];
  for (const [command, args] of attempts) {
    if (!(await runCommand(command, args, { timeoutMs: 10_000 })).ok) continue;
    const account = await lookUp();
    if (account !== undefined) return account;
  }
  throw new MissingServer('Postgres does not run as root, and the account "postgres" could not be made.', [
    'run this as a user other than root',
    'make the account: useradd --system postgres',
    'point DATABASE_URL at a Postgres 15 or newer',
  ]);
}
