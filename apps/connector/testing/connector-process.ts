import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { GrpcClient } from '@halosync/grpc';
import { eventually } from '@halosync/testing';

/** The connector as it is built, a process of its own, to be killed at any moment. */
export class ConnectorProcess {
  readonly grpc: GrpcClient;
  private child: ChildProcess | undefined;

  private constructor(
    private readonly env: Readonly<Record<string, string>>,
    private readonly httpPort: number,
  ) {
    const address = env['GRPC_LISTEN']!;
    this.grpc = new GrpcClient({
      address,
      packageName: 'halosync.connector.v1',
      serviceName: 'ConnectorService',
      deadlineMs: 15_000,
    });
  }

  static async start(env: Readonly<Record<string, string>>): Promise<ConnectorProcess> {
    const [httpPort, grpcPort] = [await freePort(), await freePort()];
    const own = {
      ...env,
      PORT: String(httpPort),
      GRPC_LISTEN: `127.0.0.1:${String(grpcPort)}`,
      DRAIN_SECONDS: '0',
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'warn',
    };
    const started = new ConnectorProcess(own, httpPort);
    await started.restart();
    return started;
  }

  static build(): void {
    execFileSync(process.execPath, ['tools/build/build.mjs', 'connector'], { stdio: 'inherit' });
  }

  /** Starts it, and waits until it serves; the consumer may still be joining. */
  async restart(): Promise<void> {
    const program = [
      '--import',
      resolve('apps/connector/testing/stepping-clock.mjs'),
      resolve('dist/connector/main.js'),
    ];
    this.child = spawn(process.execPath, program, {
      env: { ...process.env, ...this.env, HALOSYNC_SUPERVISED: '1' },
      stdio: ['pipe', process.env['TEST_LOG_LEVEL'] === undefined ? 'ignore' : 'inherit', 'inherit'],
    });
    await eventually(
      async () => {
        const response = await fetch(`http://127.0.0.1:${String(this.httpPort)}/health/live`);
        if (!response.ok) throw new Error('not alive');
        await this.grpc.call('listConnections', {});
      },
      { timeoutMs: 60_000 },
    );
  }

  /** SIGSTOP: it does nothing at all, and does not know it; SIGCONT: it goes on. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  /** Its wall clock steps by an hour, then back. */
  stepClock(): void {
    this.child?.kill('SIGUSR2');
  }

  /** SIGKILL; or SIGTERM, which lets it finish. Returns its exit code. */
  async end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<number | null> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = new Promise<number | null>((exited) => child.once('exit', exited));
    child.kill(signal);
    return gone;
  }
}

async function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }; // listening on TCP
      server.close(() => found(port));
    });
  });
}
