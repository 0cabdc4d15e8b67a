import { fullJitterMs } from '@halosync/errors';

export interface KickedLoopOptions {
  /** One round of work; `true` where more is waiting. */
  readonly round: () => Promise<boolean>;
  /** Looks by itself this often, for what nobody kicked it about: another replica's work, or a crash's leavings. */
  readonly pollMs: number;
  readonly onError: (error: unknown, attempt: number) => void;
}

/** Runs rounds one after the other: at once when kicked, else each `pollMs`, with full jitter after a failure. */
export class KickedLoop {
  #wake: (() => void) | undefined;
  #isKicked = false;
  #isStopped = false;
  #running: Promise<void> | undefined;

  constructor(private readonly options: KickedLoopOptions) {}

  start(): void {
    this.#running ??= this.#run();
  }

  kick(): void {
    this.#isKicked = true;
    this.#wake?.();
  }

  /** Ends after the round in hand. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped) {
      this.#isKicked = false;
      let hasMore = false;
      try {
        hasMore = await this.options.round();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.options.onError(error, failures);
      }
      if (failures > 0) await this.#sleep(fullJitterMs(failures), false);
      else if (!hasMore) await this.#sleep(this.options.pollMs, true);
    }
  }

  async #sleep(ms: number, wakesOnKick: boolean): Promise<void> {
    if (this.#isStopped || (wakesOnKick && this.#isKicked)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        if (!wakesOnKick && !this.#isStopped) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
