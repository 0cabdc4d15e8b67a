import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlreadyRunning, Lock } from './lock';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halosync-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the lock of a data directory', () => {
  it('is held by one at a time', async () => {
    const lock = await Lock.take(path);
    await expect(Lock.take(path)).rejects.toThrow(AlreadyRunning);
    await lock.release();
    await (await Lock.take(path)).release();
  });

  it('is taken from a holder that was killed', async () => {
    await writeFile(path, '999999999 123');
    await Lock.take(path);
    expect(await readFile(path, 'utf8')).toContain(String(process.pid));
  });

  it('is taken when somebody else has the number of a former holder', async () => {
    await writeFile(path, `${String(process.pid)} 1`);
    await expect(Lock.take(path)).resolves.toBeDefined();
  });
});
