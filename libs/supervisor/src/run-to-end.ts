import { describeEnd } from './supervise';
import { startProcess } from './start-process';
import type { Guardian } from './guardian';
import type { ProcessSpec } from './process-spec';

const LINES_SHOWN = 15;

/** Runs a process that does one thing and ends (a migration); rejects with its last words unless it exits with 0. */
export async function runToEnd(
  spec: Omit<ProcessSpec, 'ready' | 'readyTimeoutMs'> & { readonly timeoutMs: number },
  options: { guardian: Guardian; onLine?: (line: string) => void; signal?: AbortSignal },
): Promise<void> {
  options.signal?.throwIfAborted();
  const lastWords: string[] = [];
  const running = await startProcess(
    { ...spec, ready: () => Promise.resolve(), readyTimeoutMs: 0 },
    {
      guardian: options.guardian,
      onLine: (line) => {
        options.onLine?.(line);
        lastWords.push(line);
        if (lastWords.length > LINES_SHOWN) lastWords.shift();
      },
    },
  );
  const late = AbortSignal.timeout(spec.timeoutMs);
  const kill = (): void => {
    running.kill();
  };
  for (const signal of [late, options.signal]) signal?.addEventListener('abort', kill);
  const ended = await running.ended;
  options.signal?.removeEventListener('abort', kill);
  if (ended.code === 0) return;
  const how = late.aborted
    ? `did not end within ${String(Math.round(spec.timeoutMs / 1_000))} s`
    : `failed (${describeEnd(ended)})`;
  throw new Error([`${spec.name} ${how}`, ...lastWords].join('\n  '));
}
