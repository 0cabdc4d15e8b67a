import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where downloads stay between clones: the user's cache directory. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_CACHE_HOME;
  return join(base !== undefined && base.startsWith('/') ? base : join(homedir(), '.cache'), 'halosync');
}
