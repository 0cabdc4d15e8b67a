import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Guardian } from './guardian';

const endless = 'setInterval(() => {}, 1000)';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isAlive(pid) && Date.now() < deadline) await sleep(50);
  return !isAlive(pid);
}

describe('the guardian', () => {
  it('stops what it watches when its pipe closes without an order', async () => {
    const watched = spawn(process.execPath, ['-e', endless], { detached: true, stdio: 'ignore' });
    const forgotten = spawn(process.execPath, ['-e', endless], { detached: true, stdio: 'ignore' });
    const guardian = await Guardian.start();
    guardian.watch(watched.pid ?? 0, 'SIGTERM');
    guardian.watch(forgotten.pid ?? 0, 'SIGTERM');
    guardian.forget(forgotten.pid ?? 0);
    guardian.abandon();
    await once(watched, 'exit');
    expect(forgotten.exitCode).toBeNull();
    expect(isAlive(forgotten.pid ?? 0)).toBe(true);
    forgotten.kill('SIGKILL');
  });

  it('stops programs before servers', async () => {
    const ended: string[] = [];
    const begin = (name: string) => {
      const child = spawn(process.execPath, ['-e', endless], { detached: true, stdio: 'ignore' });
      return { pid: child.pid ?? 0, end: once(child, 'exit').then(() => ended.push(name)) };
    };
    const [database, broker, program] = [begin('database'), begin('broker'), begin('program')];
    const guardian = await Guardian.start();
    guardian.watch(database.pid, 'SIGINT', 2);
    guardian.watch(broker.pid, 'SIGTERM', 1);
    guardian.watch(program.pid, 'SIGTERM');
    guardian.abandon();
    await Promise.all([database.end, broker.end, program.end]);
    expect(ended).toEqual(['program', 'broker', 'database']);
  });

  it('kills what does not stop', async () => {
    const stubborn = spawn(process.execPath, ['-e', `process.on('SIGTERM', () => {}); ${endless}; console.log('up')`], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(stubborn.stdout, 'data');
    const guardian = await Guardian.start();
    guardian.watch(stubborn.pid ?? 0, 'SIGTERM');
    guardian.abandon();
    const [, signal] = (await once(stubborn, 'exit')) as [number | null, string | null]; // node's own pair
    expect(signal).toBe('SIGKILL');
  }, 15_000);

  it('does nothing when it is dismissed', async () => {
    const watched = spawn(process.execPath, ['-e', endless], { detached: true, stdio: 'ignore' });
    const guardian = await Guardian.start();
    guardian.watch(watched.pid ?? 0, 'SIGTERM');
    await guardian.dismiss();
    expect(await gone(watched.pid ?? 0, 300)).toBe(false);
    watched.kill('SIGKILL');
  });
});
