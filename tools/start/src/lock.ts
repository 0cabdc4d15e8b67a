import { readFile, rm, writeFile } from 'node:fs/promises';

/** One run per data directory at a time. */
export class Lock {
  private constructor(private readonly path: string) {}

  static async take(path: string): Promise<Lock> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await writeFile(path, `${String(process.pid)}\n`, { flag: 'wx', mode: 0o600 });
        return new Lock(path);
      } catch (error) {
        if (!isExisting(error)) throw error;
        const pid = Number(await readFile(path, 'utf8').catch(() => '0'));
        if (attempt > 3 || (await isOurKind(pid))) throw new AlreadyRunning(pid);
        await rm(path, { force: true }); // its holder was killed
      }
    }
  }

  async release(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

export class AlreadyRunning extends Error {
  constructor(pid: number) {
    super(
      `Halosync already runs on this data directory (pid ${String(pid)}). ` +
        'Stop it first, or set HALOSYNC_DATA_DIR to another directory to run a second one beside it.',
    );
    this.name = 'AlreadyRunning';
  }
}

/** After a crash the number may belong to any other program by now. Where /proc tells, it is asked. */
async function isOurKind(pid: number): Promise<boolean> {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const commandLine = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => 'start');
  return commandLine.includes('start');
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
