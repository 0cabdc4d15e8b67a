import { createHash } from 'node:crypto';
import { runCommand } from './run-command';

export const POSTGRES_IMAGE = 'postgres:17';
export const KAFKA_IMAGE = 'apache/kafka:4.1.0';

/** True when a Docker engine answers. */
export async function dockerAnswers(env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await runCommand('docker', ['version', '--format', '{{.Server.Version}}'], { timeoutMs: 5_000, env })).ok;
}

/** True when the image is here, without asking a registry. */
export async function dockerHas(image: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await runCommand('docker', ['image', 'inspect', '--format', 'here', image], { timeoutMs: 5_000, env })).ok;
}

/** The name of the container, and of the volume that holds its data, for one data directory. */
export function dockerName(dataDir: string, server: 'postgres' | 'kafka'): string {
  return `halosync-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}-${server}`;
}

/** Deletes what a data directory keeps in Docker volumes. */
export async function removeDockerData(dataDir: string, env: NodeJS.ProcessEnv): Promise<void> {
  const names = [dockerName(dataDir, 'postgres'), dockerName(dataDir, 'kafka')];
  await runCommand('docker', ['rm', '-f', '-v', ...names], { timeoutMs: 30_000, env });
  await runCommand('docker', ['volume', 'rm', '-f', ...names], { timeoutMs: 30_000, env });
}
