import { describeEnd, supervise, type Guardian, type ProcessSpec, type Supervised } from '@halosync/supervisor';
import type { ProgramLogs } from './program-log';
import type { Screen } from './screen';

export interface RunningPid {
  readonly name: string;
  readonly pid: number;
}

/** Everything that we started, in the order in which it has to stop. */
export class Crew {
  private readonly members: Supervised[] = [];
  private readonly end = new AbortController();
  private onChange: () => void = () => undefined;

  constructor(
    private readonly guardian: Guardian,
    private readonly logs: ProgramLogs,
    private readonly screen: Screen,
  ) {}

  /** Aborts when everything stops: nothing new may begin. */
  get stopping(): AbortSignal {
    return this.end.signal;
  }

  /** Starts a process, and resolves when it is ready. */
  async hire(spec: ProcessSpec): Promise<void> {
    this.stopping.throwIfAborted();
    let lives = 0;
    const member = supervise(spec, {
      guardian: this.guardian,
      onLine: (line) => {
        this.logs.take(spec.name, line);
      },
      onPid: () => {
        this.onChange();
      },
      onEvent: (event) => {
        if (event.kind === 'ready') {
          if (lives > 0) this.screen.line(`${spec.name} is back after ${(event.afterMs / 1_000).toFixed(1)} s`);
          return;
        }
        lives += 1;
        const when = event.restartInMs < 1_000 ? 'now' : `in ${String(event.restartInMs / 1_000)} s`;
        this.screen.line(`${spec.name} ended (${describeEnd(event.ended)}); it starts again ${when}`);
      },
    });
    this.members.push(member);
    await member.firstReady;
  }

  /** Told whenever a process is another one. */
  watch(onChange: () => void): void {
    this.onChange = onChange;
  }

  pids(): RunningPid[] {
    return this.members.flatMap(({ name, pid }) => (pid === undefined ? [] : [{ name, pid }]));
  }

  /** Programs first and all at once, then the broker, then the database. */
  async dismiss(): Promise<void> {
    this.end.abort();
    for (const rank of [0, 1, 2]) {
      await Promise.all(this.members.filter(({ stopRank }) => stopRank === rank).map((member) => member.stop()));
    }
  }

  kill(): void {
    this.end.abort();
    for (const member of this.members) member.kill();
  }
}
