const PARENT_CHECK_MS = 1_000;

/**
 * Ctrl-C, a closed terminal, `kill`, or the end of the npm that started us: the first asks everything to stop in order,
 * the second kills.
 */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly parent: NodeJS.Timeout;
  private onSecond: () => void = () => undefined;

  constructor(onFirst: () => void) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (this.controller.signal.aborted) this.onSecond();
        else this.interrupt(onFirst);
      });
    }
    // Nobody tells us when npm is killed: whose child we are then changes.
    const startedBy = process.ppid;
    this.parent = setInterval(() => {
      if (process.ppid !== startedBy && !this.controller.signal.aborted) this.interrupt(onFirst);
    }, PARENT_CHECK_MS);
    this.parent.unref();
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

  private interrupt(onFirst: () => void): void {
    onFirst();
    this.controller.abort();
  }
}
