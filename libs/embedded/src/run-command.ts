import { execFile } from 'node:child_process';
import type { Account } from '@halosync/supervisor';

export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a command to its end. A command that is missing or fails is an answer, not an exception. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { timeoutMs: number; account?: Account | undefined; env?: NodeJS.ProcessEnv | undefined; cwd?: string },
): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      {
        // The account may not enter our working directory, and then not even `pwd` works.
        cwd: options.cwd ?? '/',
        timeout: options.timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024 * 1024,
        ...(options.env === undefined ? {} : { env: options.env }),
        ...options.account,
      },
      (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`.trim();
        resolve({ ok: error === null, output: output === '' && error !== null ? error.message : output });
      },
    );
  });
}
