import { readFile, rm, writeFile } from 'node:fs/promises';

/** One run per data directory at a time. */
export class Lock {
  private constructor(private readonly path: string) {}

  static async take(path: string): Promise<Lock> {
    const us = `${String(process.pid)} ${await bornAt(process.pid)}`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await writeFile(path, us, { flag: 'wx', mode: 0o600 });
        return new Lock(path);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
        const [pid = '0', born = ''] = (await readFile(path, 'utf8').catch(() => '')).split(' ');
        if (attempt > 3 || (await isHeld(Number(pid), born))) throw new AlreadyRunning(Number(pid));
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

/** A number alone says little: after a crash, and in every new container, somebody else may have it. */
async function isHeld(pid: number, born: string): Promise<boolean> {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false; // EPERM: it lives, and belongs to somebody else
  }
  return (await bornAt(pid)) === born;
}

/** When a process was started, in the kernel's words; empty where there is no /proc. */
async function bornAt(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  // The 22nd field; the second, in parentheses, is a name that may hold anything.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
