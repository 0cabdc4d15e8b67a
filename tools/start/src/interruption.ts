import { readFileSync } from 'node:fs';

const PARENT_CHECK_MS = 1_000;

/**
 * Ctrl-C, a closed terminal, `kill`, or the end of the npm that started us: the first asks everything to stop in order,
 * the second kills.
 */
export class Interruption {
  private readonly controller = new AbortController();
  private onSecond: () => void = () => undefined;

  constructor(onFirst: () => void, isUnderNpm: boolean) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (this.controller.signal.aborted) this.onSecond();
        else this.interrupt(onFirst);
      });
    }
    if (isUnderNpm) this.followNpm(onFirst);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** What a second Ctrl-C does. */
  ifAgain(act: () => void): void {
    this.onSecond = act;
  }

  /** Resolves when it is time to stop. */
  wait(): Promise<void> {
    if (this.signal.aborted) return Promise.resolve();
    const alive = setInterval(() => undefined, 60_000); // nothing else may hold the process
    return new Promise((resolve) => {
      this.signal.addEventListener('abort', () => {
        clearInterval(alive);
        resolve();
      });
    });
  }

  /** Nobody tells us when npm is killed: whose child we are (or the shell between us is) then changes. */
  private followNpm(onFirst: () => void): void {
    const startedBy = ancestors();
    const watch = setInterval(() => {
      if (this.signal.aborted || ancestors() === startedBy) return;
      clearInterval(watch);
      this.interrupt(onFirst);
    }, PARENT_CHECK_MS);
    watch.unref();
  }

  private interrupt(onFirst: () => void): void {
    onFirst();
    this.controller.abort();
  }
}

/** Our parent, and where there is /proc its parent. */
function ancestors(): string {
  try {
    const stat = readFileSync(`/proc/${String(process.ppid)}/stat`, 'utf8');
    // The fourth field; the second, in parentheses, is a name that may hold anything.
    return `${String(process.ppid)} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? ''}`;
  } catch {
    return String(process.ppid);
  }
}
