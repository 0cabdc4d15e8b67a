import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROGRAMS } from '@halosync/line';
import { Guardian } from '@halosync/supervisor';
import { e2eEnvironment } from './e2e-environment';
import { prepareLine } from './prepare-line';

describe('the data dictionary', () => {
  it('is what a migrated database says of itself, and no column is without a word', async () => {
    const guardian = await Guardian.start();
    const dataDir = await mkdtemp(join(tmpdir(), 'halosync-dictionary-'));
    const { database, ports } = await prepareLine({}, dataDir, guardian);
    await Promise.all(PROGRAMS.map((name) => ports.release(name))); // nothing is started
    try {
      const check = (): Buffer =>
        execFileSync(process.execPath, ['tools/dictionary/generate.mjs', '--check'], {
          env: { ...e2eEnvironment(), DATABASE_URL: database.url },
          timeout: 60_000,
          stdio: 'pipe',
        });
      expect(check).not.toThrow();
    } finally {
      await database.drop();
      await guardian.dismiss();
      await rm(dataDir, { recursive: true, force: true });
    }
  }, 120_000);
});
