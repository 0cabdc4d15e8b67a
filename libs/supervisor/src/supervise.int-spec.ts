import { setTimeout as sleep } from 'node:timers/promises';
import { Guardian } from './guardian';
import type { ProcessSpec } from './process-spec';
import { reservePort } from './reserve-port';
import { runToEnd } from './run-to-end';
import { supervise, type Supervised, type SupervisionEvent } from './supervise';
import { takesConnections, tcpReady } from './tcp-ready';

let guardian: Guardian;
const supervised: Supervised[] = [];
beforeAll(async () => {
  guardian = await Guardian.start();
});
afterAll(async () => {
  await Promise.all(supervised.map((one) => one.stop()));
  await guardian.dismiss();
});

function node(script: string, more: Partial<ProcessSpec> = {}): ProcessSpec {
  return {
    name: 'program',
    command: process.execPath,
    args: ['-e', script],
    env: {},
    cwd: '/',
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 2_000,
    ready: () => Promise.resolve(),
    readyTimeoutMs: 10_000,
    ...more,
  };
}

function listening(port: number): ProcessSpec {
  return node(`require('net').createServer().listen(${String(port)}, '127.0.0.1')`, { ready: tcpReady(port) });
}

function start(
  spec: ProcessSpec,
  onEvent: (event: SupervisionEvent) => void = () => undefined,
  lines: string[] = [],
): Supervised {
  const one = supervise(spec, { guardian, onEvent, onLine: (line) => lines.push(line) });
  supervised.push(one);
  return one;
}

async function freePort(): Promise<number> {
  const { port, release } = await reservePort();
  await release();
  return port;
}

describe('a supervised process', () => {
  it('is back on the same port within 5 s when it is killed', async () => {
    const port = await freePort();
    let isBack: () => void = () => undefined;
    const back = new Promise<void>((resolve) => {
      isBack = resolve;
    });
    let lives = 0;
    const one = start(listening(port), (event) => {
      if (event.kind === 'ready' && (lives += 1) === 2) isBack();
    });
    await one.firstReady;
    const firstPid = one.pid;
    process.kill(firstPid ?? 0, 'SIGKILL');
    await back;
    expect(one.pid).not.toBe(firstPid);
    expect(await takesConnections(port)).toBe(true);
    await one.stop();
    expect(await takesConnections(port)).toBe(false);
  }, 5_000);

  it('is killed when it does not stop in time', async () => {
    const lines: string[] = [];
    const stubborn = "process.on('SIGTERM', () => console.log('no')); setInterval(() => {}, 1000); console.log('up')";
    const one = start(node(stubborn, { stopTimeoutMs: 300, ready: untilSaid(lines, 'up') }), undefined, lines);
    await one.firstReady;
    await one.stop();
    expect(lines).toEqual(['up', 'no']);
    expect(one.pid).toBeUndefined();
  });

  it('is given up when it ends again and again before it was ready', async () => {
    const one = start(node('process.exit(3)', { ready: () => new Promise(() => undefined) }));
    await expect(one.firstReady).rejects.toThrow('program ended 3 times before it was ready (exit code 3)');
  });

  it('says so when the command does not exist', async () => {
    const one = start(node('', { command: '/nowhere/program' }));
    await expect(one.firstReady).rejects.toThrow('could not start program: /nowhere/program did not run');
  });
});

describe('a step that runs to its end', () => {
  const spec = (script: string, timeoutMs = 10_000) => ({ ...node(script), timeoutMs });

  it('is fine with exit code 0', async () => {
    await expect(runToEnd(spec(''), { guardian })).resolves.toBeUndefined();
  });

  it('fails with its last words', async () => {
    const failing = runToEnd(spec("console.error('no such table'); process.exit(1)"), { guardian });
    await expect(failing).rejects.toThrow(/program failed \(exit code 1\)\n {2}no such table/);
  });

  it('is killed when it takes too long', async () => {
    const endless = runToEnd(spec('setInterval(() => {}, 1000)', 300), { guardian });
    await expect(endless).rejects.toThrow('program did not end within 0 s');
  });

  it('is killed when all is over', async () => {
    const over = new AbortController();
    const endless = runToEnd(spec('setInterval(() => {}, 1000)'), { guardian, signal: over.signal });
    await sleep(200); // it has begun, and has to be ended
    over.abort();
    await expect(endless).rejects.toThrow('signal SIGKILL');
  });
});

describe('a reserved port', () => {
  it('is the preferred one, or another where that is taken', async () => {
    const first = await reservePort(await freePort());
    const second = await reservePort(first.port);
    expect(second.port).not.toBe(first.port);
    await Promise.all([first.release(), second.release()]);
    const again = await reservePort(first.port);
    expect(again.port).toBe(first.port);
    await again.release();
  });
});

function untilSaid(lines: readonly string[], word: string): ProcessSpec['ready'] {
  return async (signal) => {
    while (!lines.includes(word)) await sleep(10, undefined, { signal });
  };
}
