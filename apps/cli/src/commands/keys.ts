import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { action } from '../action';
import { Misused, Unsuccessful } from '../failures';

/** Encryption keys. They are no matter of the API: who has its key must not have those. */
export function keysCommand(): Command {
  const keys = new Command('keys').description('encryption keys of this installation');
  keys
    .command('rotate')
    .description(
      'wrap all data keys with the first of ENCRYPTION_KEYS; runs here, with the environment of the programs',
    )
    .action(action(rotate));
  return keys;
}

function rotate(): Promise<void> {
  const programs = ['dist/connector/rotate-keys.js', 'dist/gateway/rotate-keys.js'];
  if (!programs.every((path) => existsSync(path)))
    throw new Misused('Run this in the folder of the installation, after npm run build: dist/ is not here.');
  for (const path of programs) {
    const { status } = spawnSync(process.execPath, [path], { stdio: 'inherit' });
    if (status !== 0) throw new Unsuccessful(`${path} failed; nothing is lost, and it can be run again.`);
  }
  return Promise.resolve();
}
