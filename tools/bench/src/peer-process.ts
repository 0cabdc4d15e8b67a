import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  reservePort,
  runToEnd,
  startProcess,
  tcpReady,
  type Guardian,
  type ProcessSpec,
  type RunningProcess,
} from '@halosync/supervisor';
import type { LoadResult } from './load/closed-loop';
import { pinned } from './pinned';

// The peers are bundled beside this file.
const BUNDLES = dirname(fileURLToPath(import.meta.url));
const NODE_FLAGS = ['--disable-warning=TimeoutNegativeWarning'];

/** How a Node program of the benchmark is started; it finds its port in PORT. */
function nodeSpec(name: string, env: Readonly<Record<string, string>>, args: readonly string[] = []) {
  return {
    name,
    command: process.execPath,
    args: [...NODE_FLAGS, join(BUNDLES, `${name}.js`), ...args],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', KAFKAJS_NO_PARTITIONER_WARNING: '1', ...env },
    cwd: process.cwd(),
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 15_000,
  } as const satisfies Partial<ProcessSpec>;
}

export interface Peer {
  readonly process: RunningProcess;
  readonly port: number;
}

/** Starts a peer and waits until its port takes connections. What it says goes to the log file. */
export async function startPeer(
  name: string,
  options: { guardian: Guardian; env?: Readonly<Record<string, string>>; logFile: string },
): Promise<Peer> {
  const reserved = await reservePort();
  const { port } = reserved;
  const spec: ProcessSpec = {
    ...pinned(nodeSpec(name, { ...options.env, PORT: String(port) }), 'measured'),
    ready: tcpReady(port),
    readyTimeoutMs: 60_000,
  };
  await reserved.release();
  const process = await startProcess(spec, {
    guardian: options.guardian,
    onLine: (line) => appendFileSync(options.logFile, `${line}\n`),
  });
  const gone = new AbortController();
  void process.ended.then(() => gone.abort());
  await spec.ready(AbortSignal.any([gone.signal, AbortSignal.timeout(spec.readyTimeoutMs)])).catch((cause: unknown) => {
    throw new Error(`${name} did not start; its last words are in ${options.logFile}`, { cause });
  });
  return { process, port };
}

/** Runs the load generator to its end. @throws where anything was not answered 2xx. */
export async function runLoad(
  order: { url: string; ticketsFile: string; connections: number; seconds: number },
  guardian: Guardian,
): Promise<LoadResult> {
  const said: string[] = [];
  await runToEnd(
    { ...pinned(nodeSpec('load', {}, [JSON.stringify(order)]), 'load'), timeoutMs: order.seconds * 1_000 + 30_000 },
    { guardian, onLine: (line) => said.push(line) },
  );
  const result = JSON.parse(said.at(-1) ?? '') as LoadResult; // what load.ts prints
  if (result.refused > 0)
    throw new Error(`${order.url} refused ${String(result.refused)} webhooks: nothing to compare`);
  return result;
}
