import { readFile, rm, stat } from 'node:fs/promises';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@halosync/testing';
import { fakeRepository } from './integration-test/fake-repository';
import { isAlive, pidOf, runJson, start, type RunJson, type Started } from './integration-test/started';

// Real servers, real processes; only the programs are stand-ins.
let root: string;
const begun: Started[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'halosync-start-'));
  await fakeRepository(root);
}, 60_000);
afterAll(async () => {
  for (const { pid, signal } of begun) if (isAlive(pid)) signal('SIGKILL');
  await begin('--reset').exit;
  await rm(root, { recursive: true, force: true });
}, 30_000);

function begin(...args: string[]): Started {
  const started = start(root, ...args);
  begun.push(started);
  return started;
}

async function up(started: Started): Promise<RunJson> {
  await eventually(
    () => {
      expect(started.output()).toContain('Ctrl-C stops everything');
    },
    { timeoutMs: 45_000 },
  );
  return runJson(root);
}

async function allGone(run: RunJson, timeoutMs: number): Promise<void> {
  await eventually(
    () => {
      expect(run.processes.filter(({ pid }) => isAlive(pid))).toEqual([]);
    },
    { timeoutMs },
  );
}

describe('npm start', () => {
  it('with --once runs the demo to its end and says what came of it', async () => {
    const started = begin('--once');
    expect(await started.exit).toBe(0);
    expect(started.output()).toMatch(/tickets +20 +20 +0 +\d+ +complete/);
    const result: unknown = JSON.parse(await readFile(join(root, '.data', 'result.json'), 'utf8'));
    const entity = { inHalo: 20, inPostgres: 20, state: 'complete' };
    expect(result).toEqual({ entities: { ticket: entity, site: entity, user: entity, invoice: entity } });
    await expect(runJson(root)).rejects.toThrow('ENOENT');
  }, 90_000);

  it('stays up, brings back what dies, keeps run.json current, and stops everything at Ctrl-C', async () => {
    const started = begin();
    const run = await up(started);
    expect(run.processes.map(({ name }) => name).sort()).toEqual([
      'connector',
      'gateway',
      'halo-simulator',
      'invoice-service',
      'kafka',
      'postgres',
      'site-service',
      'ticket-service',
      'user-service',
    ]);
    expect(run.connectionId).toBeDefined();
    expect((await stat(join(root, '.data', 'run.json'))).mode & 0o777).toBe(0o600);

    process.kill(pidOf(run, 'gateway'), 'SIGKILL');
    const later = await eventually(
      async () => {
        const now = await runJson(root);
        expect(pidOf(now, 'gateway')).not.toBe(pidOf(run, 'gateway'));
        expect((await fetch(`${run.url}/health/ready`)).status).toBe(200);
        return now;
      },
      { timeoutMs: 5_000 },
    );

    const second = begin();
    expect(await second.exit).toBe(1);
    expect(second.output()).toContain(`already runs on this data directory (pid ${String(started.pid)})`);

    started.signal('SIGINT');
    expect(await started.exit).toBe(0);
    await allGone(later, 0);
    await expect(runJson(root)).rejects.toThrow('ENOENT');
  }, 90_000);

  it('leaves no process 15 s after it was killed, and starts again on its data and its ports', async () => {
    const first = begin();
    const run = await up(first);
    first.signal('SIGKILL');
    await allGone(run, 15_000);

    const second = begin('--no-demo');
    const again = await up(second);
    expect(again.url).toBe(run.url);
    expect(again.databaseUrl).toBe(run.databaseUrl);
    expect(again.processes.map(({ name }) => name)).not.toContain('halo-simulator');
    second.signal('SIGTERM');
    expect(await second.exit).toBe(0);
    await allGone(again, 0);
  }, 120_000);

  it('kills everything at the second Ctrl-C', async () => {
    const started = begin();
    const run = await up(started);
    process.kill(pidOf(run, 'connector'), 'SIGSTOP'); // one that does not stop
    started.signal('SIGINT');
    await eventually(() => {
      expect(started.output()).toContain('Stopping');
    });
    started.signal('SIGINT');
    expect(await started.exit).toBe(130);
    await allGone(run, 15_000);
  }, 90_000);

  it('with --reset deletes what it kept', async () => {
    expect(await begin('--reset').exit).toBe(0);
    expect(await readdir(join(root, '.data'))).toEqual([]);
  }, 30_000);
});
