import { join } from 'node:path';
import { KAFKA_WAYS_OUT, MissingServer } from './missing-server';
import { runCommand } from './run-command';

export interface Java {
  readonly command: string;
  /** What `java -version` says: a class archive fits exactly one. */
  readonly version: string;
}

const OLDEST = 17;

/** The Java of JAVA_HOME or of the PATH, if it is new enough for Kafka 4. */
export async function findJava(env: NodeJS.ProcessEnv): Promise<Java> {
  const seen: string[] = [];
  const candidates = [...(env.JAVA_HOME === undefined ? [] : [join(env.JAVA_HOME, 'bin', 'java')]), 'java'];
  for (const command of candidates) {
    const { ok, output } = await runCommand(command, ['-version'], { timeoutMs: 15_000, env });
    const major = ok ? javaMajor(output) : undefined;
    if (major !== undefined && major >= OLDEST) return { command, version: output };
    seen.push(major === undefined ? `${command}: does not run` : `${command}: version ${String(major)}`);
  }
  throw new MissingServer(
    `Kafka needs Java ${String(OLDEST)} or newer, and none was found (${seen.join('; ')}).`,
    KAFKA_WAYS_OUT,
  );
}

/** 17 from `openjdk version "17.0.15"`, 8 from `java version "1.8.0_402"`. */
export function javaMajor(output: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
  if (first === undefined) return undefined;
  return Number(first === '1' ? second : first);
}
