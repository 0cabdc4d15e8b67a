import { EnvHttpProxyAgent, fetch } from 'undici';
import { fileOf, type Jar } from './jar-folder';
import { keepIfGenuine } from './take-if-genuine';

const AT_ONCE = 8;
const ATTEMPTS = 3;
const JAR_TIMEOUT_MS = 120_000;

/** Fetches jars from a Maven repository. Tells the first failure; what arrived is kept. */
export async function fetchJars(mirror: string, folder: string, jars: readonly Jar[]): Promise<string | undefined> {
  // Node's own fetch knows no HTTPS_PROXY before Node 24; this agent does everywhere.
  const dispatcher = new EnvHttpProxyAgent();
  const queue = [...jars];
  let failure: string | undefined;
  const work = async (): Promise<void> => {
    for (let jar = queue.shift(); jar !== undefined && failure === undefined; jar = queue.shift()) {
      failure ??= await fetchJar(`${mirror}/${jar.path}`, jar, folder, dispatcher);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await dispatcher.close();
  return failure;
}

async function fetchJar(
  url: string,
  jar: Jar,
  folder: string,
  dispatcher: EnvHttpProxyAgent,
): Promise<string | undefined> {
  let failure = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const response = await fetch(url, { dispatcher, signal: AbortSignal.timeout(JAR_TIMEOUT_MS) });
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (response.ok && (await keepIfGenuine(bytes, fileOf(folder, jar), jar))) return undefined;
      failure = response.ok
        ? `${url} is not the file it should be (sha256)`
        : `${url} answered ${String(response.status)}`;
    } catch (error) {
      failure = `${url}: ${reason(error)}`;
    }
  }
  return failure;
}

/** undici says "fetch failed" and keeps what happened in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
