import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { jestReport, totalsOf, type Kind, type Totals } from './test-run';

export interface JestRun {
  readonly kind: Kind;
  readonly totals: Totals;
  readonly seconds: number;
}

/** Runs one of jest's projects; its output goes straight to the terminal. */
export async function runJest(
  kind: Kind,
  forJest: readonly string[],
  env: NodeJS.ProcessEnv,
  interrupted: AbortSignal,
): Promise<JestRun> {
  const startedAt = Date.now();
  const folder = '.cache/test-results';
  const report = join(folder, `${kind}-${String(process.pid)}.json`);
  await mkdir(folder, { recursive: true });
  // On real servers a spec waits more than it works: two at a time share them and two cores.
  const pace = kind === 'unit' ? [] : ['--maxWorkers=2'];
  const code = await new Promise<number | null>((resolve, reject) => {
    const jest = spawn(
      process.execPath,
      [
        '--disable-warning=TimeoutNegativeWarning',
        'node_modules/jest/bin/jest.js',
        '--selectProjects',
        kind,
        '--passWithNoTests',
        ...pace,
        '--json',
        `--outputFile=${report}`,
        ...forJest,
      ],
      { env, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    interrupted.addEventListener('abort', () => jest.kill());
    jest.once('error', reject);
    jest.once('exit', resolve);
  });
  const text = await readFile(report, 'utf8').catch(() => undefined);
  await rm(report, { force: true });
  const totals =
    text === undefined ? { passed: 0, failed: 0, skipped: 0 } : totalsOf(jestReport.parse(JSON.parse(text)));
  // jest itself failed: whatever it counted, that is a failure.
  const failed = code !== 0 && totals.failed === 0 ? 1 : totals.failed;
  return { kind, totals: { ...totals, failed }, seconds: (Date.now() - startedAt) / 1_000 };
}
