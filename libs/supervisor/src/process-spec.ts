/** How one program or server is started, told to stop, and known to be ready. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: nothing is inherited that is not named here. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Run as this account instead of our own; only root may ask for it. */
  readonly account?: Account;
  /** Where the output goes; without it, lines go to whoever supervises. */
  readonly logFile?: string;
  /** Everything of a lower rank is stopped before: 0 programs (the default), 1 the broker, 2 the database. */
  readonly stopRank?: StopRank;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  readonly stopTimeoutMs: number;
  /** Resolves once the process does its work; polls until then and gives up when the signal aborts. */
  readonly ready: (signal: AbortSignal) => Promise<void>;
  readonly readyTimeoutMs: number;
  /** The process that does the work, where `command` is only its client (a container). Default: the child itself. */
  readonly workerPid?: () => Promise<number | undefined>;
  /** Called after it ended because we asked it to, in good order. */
  readonly afterStop?: () => Promise<void>;
  /** A command that removes what ending the child may leave behind (a container). */
  readonly sweep?: readonly [command: string, ...args: string[]];
}

export type StopRank = 0 | 1 | 2;

export interface Account {
  readonly uid: number;
  readonly gid: number;
}
