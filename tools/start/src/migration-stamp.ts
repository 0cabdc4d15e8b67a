import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LINE_PROGRAMS } from '@halosync/line';

/**
 * Remembers what a data directory was migrated by. The six steps cost eight seconds of CPU, most of it for loading, and
 * nearly always find nothing to do. Only for servers of our own: what happened to others in the meantime, nobody knows.
 */
export class MigrationStamp {
  private constructor(
    private readonly file: string,
    private readonly current: string,
  ) {}

  static async of(file: string, root: string, env: NodeJS.ProcessEnv): Promise<MigrationStamp> {
    const hash = createHash('sha256');
    for (const name of LINE_PROGRAMS) {
      const folder = join(root, 'dist', name);
      for (const script of (await readdir(folder)).filter((found) => found.endsWith('.js')).sort()) {
        hash.update(script).update(await readFile(join(folder, script)));
      }
    }
    // How topics are made is a matter of settings as well.
    const settings = Object.entries(env).filter(([name]) => name.startsWith('TOPIC_'));
    return new MigrationStamp(file, hash.update(JSON.stringify(settings.sort())).digest('hex'));
  }

  async isCurrent(): Promise<boolean> {
    return (await readFile(this.file, 'utf8').catch(() => '')) === this.current;
  }

  async clear(): Promise<void> {
    await rm(this.file, { force: true });
  }

  async set(): Promise<void> {
    await writeFile(this.file, this.current);
  }
}
