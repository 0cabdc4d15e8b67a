import { setTimeout as sleep } from 'node:timers/promises';
import type { Guardian } from './guardian';
import type { ProcessSpec, StopRank } from './process-spec';
import { startProcess, type Ended, type RunningProcess } from './start-process';

export type SupervisionEvent =
  | { readonly kind: 'ready'; readonly afterMs: number }
  | { readonly kind: 'died'; readonly ended: Ended; readonly restartInMs: number };

export interface SupervisionOptions {
  readonly guardian: Guardian;
  readonly onLine?: (line: string) => void;
  readonly onEvent?: (event: SupervisionEvent) => void;
  /** The process that does the work is another one now. */
  readonly onPid?: (pid: number | undefined) => void;
}

/** A process that is started again when it dies. */
export interface Supervised {
  readonly name: string;
  readonly stopRank: StopRank;
  /** The process that does the work; undefined between two lives. */
  readonly pid: number | undefined;
  /** Resolves when it is ready for the first time; rejects when it does not get there. */
  readonly firstReady: Promise<void>;
  stop(): Promise<void>;
  kill(): void;
}

// At once the first time (it must be back within 5 s), then 1, 2, 4 … 30 s; a minute of good health wipes the slate.
const BACK_OFF_MS = [50, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
const FORGIVEN_AFTER_MS = 60_000;
const LIVES_BEFORE_FIRST_READY = 3;

/** Starts a process and keeps it running, on the same port and with the same settings, until told to stop. */
export function supervise(spec: ProcessSpec, options: SupervisionOptions): Supervised {
  const supervision = new Supervision(spec, options);
  supervision.firstReady.catch(() => undefined); // whoever awaits it hears of it; nobody has to
  return supervision;
}

class Supervision implements Supervised {
  readonly name: string;
  readonly stopRank: StopRank;
  readonly firstReady: Promise<void>;
  pid: number | undefined;
  private readonly stopping = new AbortController();
  private readonly over: Promise<void>;
  private running: RunningProcess | undefined;
  private wasReady = false;

  constructor(
    private readonly spec: ProcessSpec,
    private readonly options: SupervisionOptions,
  ) {
    this.name = spec.name;
    this.stopRank = spec.stopRank ?? 0;
    let settle: (failure?: Error) => void = () => undefined;
    this.firstReady = new Promise((resolve, reject) => {
      settle = (failure) => {
        if (failure === undefined) resolve();
        else reject(failure);
      };
    });
    this.over = this.live(settle).catch((error: unknown) => {
      settle(error instanceof Error ? error : new Error(String(error)));
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running?.stop();
    await this.over;
  }

  kill(): void {
    this.stopping.abort();
    this.running?.kill();
  }

  private async live(settle: (failure?: Error) => void): Promise<void> {
    let deaths = 0;
    while (!this.isStopping()) {
      const bornAt = Date.now();
      this.running = await startProcess(this.spec, this.options);
      if (this.isStopping()) void this.running.stop(); // the order came while it was being started
      void this.announce(this.running, bornAt, settle);
      const ended = await this.running.ended;
      this.running = undefined;
      this.setPid(undefined);
      if (this.isStopping()) break;
      if (Date.now() - bornAt > FORGIVEN_AFTER_MS) deaths = 0;
      const restartInMs = BACK_OFF_MS[Math.min(deaths, BACK_OFF_MS.length - 1)] ?? 0;
      deaths += 1;
      if (!this.wasReady && deaths >= LIVES_BEFORE_FIRST_READY) {
        throw new Error(`${this.name} ended ${String(deaths)} times before it was ready (${describeEnd(ended)})`);
      }
      this.options.onEvent?.({ kind: 'died', ended, restartInMs });
      await sleep(restartInMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
    settle(new Error(`${this.name} was stopped before it was ready`));
  }

  /** Waits until this life of the process does its work, and says so. */
  private async announce(life: RunningProcess, bornAt: number, settle: (failure?: Error) => void): Promise<void> {
    const gone = new AbortController();
    void life.ended.then(() => {
      gone.abort();
    });
    const tooLate = AbortSignal.timeout(this.spec.readyTimeoutMs);
    try {
      if (this.spec.workerPid === undefined) this.setPid(life.pid);
      await this.spec.ready(AbortSignal.any([gone.signal, this.stopping.signal, tooLate]));
      if (this.spec.workerPid !== undefined) this.setPid(await this.spec.workerPid());
      this.wasReady = true;
      this.options.onEvent?.({ kind: 'ready', afterMs: Date.now() - bornAt });
      settle();
    } catch {
      if (!tooLate.aborted || gone.signal.aborted || this.isStopping()) return;
      const seconds = String(Math.round(this.spec.readyTimeoutMs / 1_000));
      settle(new Error(`${this.name} runs (pid ${String(life.pid)}) but was not ready after ${seconds} s`));
    }
  }

  private setPid(pid: number | undefined): void {
    this.pid = pid;
    this.options.onPid?.(pid);
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }
}

/** "exit code 1" or "signal SIGKILL". */
export function describeEnd(ended: Ended): string {
  return ended.signal === null ? `exit code ${String(ended.code)}` : `signal ${ended.signal}`;
}
