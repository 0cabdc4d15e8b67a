import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOf, type Jar } from './jar-folder';
import { runCommand } from './run-command';
import { takeIfGenuine } from './take-if-genuine';

export async function hasMaven(env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await runCommand('mvn', ['-v'], { timeoutMs: 15_000, env })).ok;
}

/** Where mvn is installed it may know a mirror, a proxy or a password that we do not. */
export async function jarsByMaven(folder: string, jars: readonly Jar[], env: NodeJS.ProcessEnv): Promise<void> {
  const project = await mkdtemp(join(tmpdir(), 'halosync-mvn-'));
  try {
    await writeFile(join(project, 'pom.xml'), pomFor(jars));
    await runCommand(
      'mvn',
      ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=jars', '-Dmdep.useRepositoryLayout=true'],
      { timeoutMs: 300_000, env, cwd: project },
    );
    for (const jar of jars) await takeIfGenuine(join(project, 'jars', jar.path), fileOf(folder, jar), jar);
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}

/** Exactly these jars: what they depend on is in the list by itself. */
export function pomFor(jars: readonly Jar[]): string {
  const dependencies = jars.map((jar) => {
    const [version, artifact, ...group] = jar.path.split('/').reverse().slice(1);
    return `<dependency><groupId>${group.reverse().join('.')}</groupId><artifactId>${String(artifact)}</artifactId><version>${String(version)}</version>
      <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>halosync</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>${dependencies.join('\n')}</dependencies></project>`;
}
