import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const run = z.object({
  url: z.string(),
  databaseUrl: z.string(),
  connectionId: z.string().optional(),
  processes: z.array(z.object({ name: z.string(), pid: z.number() })),
});

export type RunJson = z.output<typeof run>;

export interface Started {
  readonly pid: number;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
}

/** `npm start -- …args` on a fake repository. */
export function start(root: string, ...args: string[]): Started {
  const child = spawn(process.execPath, ['dist/start-tool/main.js', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return {
    pid: child.pid ?? 0,
    output: () => output,
    exit: new Promise((resolve) => child.once('exit', resolve)),
    signal: (signal) => child.kill(signal),
  };
}

export async function runJson(root: string): Promise<RunJson> {
  return run.parse(JSON.parse(await readFile(join(root, '.data', 'run.json'), 'utf8')));
}

export function pidOf({ processes }: RunJson, name: string): number {
  const found = processes.find((process) => process.name === name);
  if (found === undefined) throw new Error(`${name} does not run`);
  return found.pid;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
