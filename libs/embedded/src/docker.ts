import { runCommand } from './run-command';

/** True when a Docker engine answers. */
export async function dockerAnswers(env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await runCommand('docker', ['version', '--format', '{{.Server.Version}}'], { timeoutMs: 5_000, env })).ok;
}

/** True when the image is here, without asking a registry. */
export async function dockerHas(image: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await runCommand('docker', ['image', 'inspect', '--format', 'here', image], { timeoutMs: 5_000, env })).ok;
}
