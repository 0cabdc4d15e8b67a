import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { Health } from './health';

// Kubernetes kills after 30 s; we are gone before.
const HARD_LIMIT_MS = 25_000;

export interface ShutdownOptions {
  readonly log: Log;
  /** How long to answer "not ready" before anything stops, so that load balancers notice. */
  readonly drainMs: number;
  /** End when standard input does: the program that started us is gone. */
  readonly followsStdin: boolean;
}

/** Stops in order on SIGTERM and SIGINT: not ready, no new work, work in hand finished, connections closed, exit. */
export function stopInOrder(app: INestApplication, options: ShutdownOptions): (reason: string, code?: number) => void {
  let stopping = false;
  const stop = (reason: string, code = 0): void => {
    if (stopping) return;
    stopping = true;
    options.log.info('stopping', { reason });
    setTimeout(() => {
      options.log.error('stopped by force', { afterMs: HARD_LIMIT_MS });
      process.exit(1);
    }, HARD_LIMIT_MS).unref();
    void finish(app, code === 0 ? options.drainMs : 0).then(
      () => {
        options.log.info('stopped');
        process.exit(code);
      },
      (error: unknown) => {
        options.log.error('stopping failed', errorFields(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  if (options.followsStdin) {
    process.stdin.resume();
    process.stdin.on('end', () => stop('standard input ended'));
    process.stdin.on('error', () => stop('standard input broke'));
  }
  return stop;
}

async function finish(app: INestApplication, drainMs: number): Promise<void> {
  app.get(Health).stopping();
  await sleep(drainMs);
  await app.close();
}
