import { mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { cacheDirectory } from './cache-directory';
import { fetchJars } from './fetch-jars';
import { hasMaven, jarsByMaven } from './jars-by-maven';
import { MissingServer } from './missing-server';
import { takeIfGenuine } from './take-if-genuine';

export interface Jar {
  /** As in a Maven repository: group/artifact/version/file. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A set of jars that are fetched together. */
export interface JarRelease {
  /** As people call it, such as "Kafka 4.1.0". */
  readonly name: string;
  /** Under the user's cache directory. */
  readonly folder: string;
  readonly jars: readonly Jar[];
  /** What else there is to do where they cannot be fetched. */
  readonly waysOut: readonly string[];
}

/** The folder that holds every jar of the release; fetches what is missing, which happens once per user. */
export async function jarFolder(
  release: JarRelease,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<string> {
  const folder = join(cacheDirectory(env), release.folder);
  await mkdir(folder, { recursive: true });

  let missing = await missingFrom(folder, release.jars);
  if (missing.length === 0) return folder;
  const localRepository = join(homedir(), '.m2', 'repository');
  for (const jar of missing) await takeIfGenuine(join(localRepository, jar.path), fileOf(folder, jar), jar);

  missing = await missingFrom(folder, release.jars);
  if (missing.length === 0) return folder;
  const megabytes = missing.reduce((sum, jar) => sum + jar.bytes, 0) / 1e6;
  say(`fetching ${release.name}: ${String(missing.length)} jars, ${megabytes.toFixed(0)} MB, once`);
  const mirror = (env.MAVEN_MIRROR ?? 'https://repo1.maven.org/maven2').replace(/\/+$/, '');
  const failure = await fetchJars(mirror, folder, missing);

  missing = await missingFrom(folder, release.jars);
  if (missing.length === 0) return folder;
  if (await hasMaven(env)) {
    say(`${mirror} did not answer as it should; trying the mvn command`);
    await jarsByMaven(folder, missing, env);
  }

  missing = await missingFrom(folder, release.jars);
  if (missing.length === 0) return folder;
  throw new MissingServer(
    `The jars of ${release.name} could not be fetched from ${mirror}: ${String(missing.length)} of ${String(release.jars.length)} are missing (${failure ?? 'no reason given'}).`,
    [
      'behind a proxy: set HTTPS_PROXY; with certificates of your own: set NODE_EXTRA_CA_CERTS=/path/to/ca.pem',
      'name a mirror of Maven Central that you can reach: MAVEN_MIRROR=https://…/maven2',
      ...release.waysOut,
    ],
  );
}

export function fileOf(folder: string, jar: Jar): string {
  return join(folder, basename(jar.path));
}

/** Jars get their name only after their sum was found right, so here the size is enough. */
async function missingFrom(folder: string, jars: readonly Jar[]): Promise<Jar[]> {
  const sizes = await Promise.all(
    jars.map((jar) =>
      stat(fileOf(folder, jar)).then(
        (file) => file.size,
        () => -1,
      ),
    ),
  );
  return jars.filter((jar, index) => sizes[index] !== jar.bytes);
}
