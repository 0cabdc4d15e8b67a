import type { Crew, RunningPid } from './crew';
import type { DataDirectory } from './data-directory';

export interface Run {
  readonly url: string;
  readonly databaseUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly adminEmail: string;
  readonly adminPassword: string;
  readonly simulator?: {
    readonly url: string;
    readonly tenant: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly connectionId?: string;
}

/** `run.json`: what scripts need to know of a running line, as it is now. */
export class RunFile {
  private run: Run | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly data: DataDirectory,
    private readonly crew: Pick<Crew, 'pids' | 'watch'>,
  ) {}

  async publish(run: Run): Promise<void> {
    this.run = run;
    this.crew.watch(() => {
      void this.write();
    });
    await this.write();
  }

  async add(more: Partial<Run>): Promise<void> {
    if (this.run !== undefined) await this.publish({ ...this.run, ...more });
  }

  async remove(): Promise<void> {
    this.run = undefined;
    await this.writing;
    await this.data.remove('run.json');
  }

  /** One after the other: two processes may change at once. */
  private write(): Promise<void> {
    this.writing = this.writing.then(async () => {
      if (this.run === undefined) return;
      const processes: readonly RunningPid[] = this.crew.pids();
      await this.data.writeJson('run.json', { ...this.run, processes });
    });
    return this.writing;
  }
}
