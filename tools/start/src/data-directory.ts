import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeCluster, removeDockerData, secretFile } from '@halosync/embedded';

// All that we ever put there. A reset deletes these and nothing else: the directory may be somebody's home.
const OURS = [
  'encryption.keys',
  'admin.password',
  'postgres.password',
  'ports.json',
  'migrated',
  'run.json',
  'result.json',
  'kafka.kind',
  'postgres.kind',
  'kafka',
  'postgres',
  'simulator',
  'logs',
];

/** The directory that holds all that outlives a run: servers' data, ports, secrets, logs. */
export class DataDirectory {
  constructor(readonly path: string) {}

  async open(): Promise<void> {
    await mkdir(this.logs, { recursive: true });
    await mkdir(this.simulator, { recursive: true });
  }

  get logs(): string {
    return join(this.path, 'logs');
  }

  get simulator(): string {
    return join(this.path, 'simulator');
  }

  file(name: 'run.json' | 'result.json' | 'ports.json' | 'lock' | 'migrated'): string {
    return join(this.path, name);
  }

  encryptionKeys(): Promise<string> {
    return secretFile(join(this.path, 'encryption.keys'), () => `k1:${randomBytes(32).toString('base64')}`);
  }

  adminPassword(): Promise<string> {
    return secretFile(join(this.path, 'admin.password'));
  }

  /** Readers never see half a file. */
  async writeJson(name: 'run.json' | 'result.json' | 'ports.json', value: unknown): Promise<void> {
    const path = this.file(name);
    await writeFile(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  async readJson(name: 'ports.json'): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.file(name), 'utf8'));
    } catch {
      return undefined;
    }
  }

  async remove(name: 'run.json' | 'result.json'): Promise<void> {
    await rm(this.file(name), { force: true });
  }

  removeNow(name: 'run.json'): void {
    rmSync(this.file(name), { force: true });
  }

  /** Deletes all data, also what had to be kept elsewhere. */
  async reset(env: NodeJS.ProcessEnv): Promise<void> {
    await removeCluster(this.path);
    await removeDockerData(this.path, env);
    await Promise.all(OURS.map((name) => rm(join(this.path, name), { recursive: true, force: true })));
  }
}
