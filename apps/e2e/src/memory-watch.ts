import { readFile } from 'node:fs/promises';

const LOOK_EVERY_MS = 250;

/** The most memory that programs have held since they were looked at, over their restarts: what Linux tells in /proc. */
export class MemoryWatch {
  readonly #peaks = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(pidOf: (name: string) => number | null, names: readonly string[]) {
    this.#timer = setInterval(() => {
      for (const name of names) void this.#look(name, pidOf(name));
    }, LOOK_EVERY_MS);
  }

  /** In MB; 0 where the system does not tell. */
  peak(name: string): number {
    return this.#peaks.get(name) ?? 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(name: string, pid: number | null): Promise<void> {
    if (pid === null) return;
    const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
    // The high water mark: what came and went between two looks is in it.
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
    this.#peaks.set(name, Math.max(this.peak(name), Math.round(Number(kilobytes) / 1024)));
  }
}
