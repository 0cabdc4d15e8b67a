import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Guardian } from './guardian';
import type { ProcessSpec } from './process-spec';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Asks it to stop, and kills it when its time is over. */
  stop(): Promise<Ended>;
  kill(): void;
}

/**
 * Starts one process in a group of its own (Ctrl-C in the terminal reaches us alone, and we stop things in order). It
 * holds a pipe from us as standard input; a program that reads its end knows that we are gone.
 */
export async function startProcess(
  spec: ProcessSpec,
  options: { guardian: Guardian; onLine?: (line: string) => void },
): Promise<RunningProcess> {
  const log = spec.logFile === undefined ? undefined : openSync(spec.logFile, 'a', 0o600);
  const output = log ?? 'pipe';
  const stdio: StdioOptions = ['pipe', output, output];
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    ...spec.account,
    detached: true,
    stdio,
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  try {
    await spawned(child);
  } catch (cause) {
    throw new Error(`could not start ${spec.name}: ${spec.command} did not run`, { cause });
  } finally {
    if (log !== undefined) closeSync(log);
  }
  child.stdin?.on('error', () => undefined); // EPIPE once it has ended; nothing is ever written
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => options.onLine?.(line));
  }
  const pid = child.pid ?? 0; // set once `spawn` was emitted
  options.guardian.watch(pid, spec.stopSignal, spec.stopRank);
  if (spec.sweep !== undefined) options.guardian.sweep(spec.sweep);
  void ended.then(() => {
    options.guardian.forget(pid);
  });

  const kill = (): void => {
    signalQuietly(-pid, 'SIGKILL');
    if (spec.sweep !== undefined) sweep(spec.sweep);
  };
  return {
    pid,
    ended,
    kill,
    async stop() {
      signalQuietly(pid, spec.stopSignal);
      const timer = setTimeout(kill, spec.stopTimeoutMs);
      const end = await ended;
      clearTimeout(timer);
      if (end.signal !== 'SIGKILL') await spec.afterStop?.();
      return end;
    },
  };
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already, which is what was wanted.
  }
}

function sweep([command, ...args]: readonly [string, ...string[]]): void {
  spawn(command, args, { detached: true, stdio: 'ignore' })
    .on('error', () => undefined) // the command was there when the process was started; nothing more can be done
    .unref();
}
