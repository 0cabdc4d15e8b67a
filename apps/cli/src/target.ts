import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Api } from './api';
import type { Environment } from './environment';
import { Misused } from './failures';

/** What says which gateway is meant, strongest first: options, environment, the line of `npm start` in this folder. */
export interface TargetOptions {
  readonly url?: string;
  readonly apiKey?: string;
}

const runFile = z.object({ url: z.string(), adminEmail: z.string(), adminPassword: z.string() });

/** @throws Misused where nothing says which. */
export function findApi(options: TargetOptions, env: Environment): Api {
  const url = options.url ?? env.HALOSYNC_URL;
  const apiKey = options.apiKey ?? env.HALOSYNC_API_KEY?.reveal();
  const local = localRun(env);
  const found = url ?? local?.url;
  if (found === undefined)
    throw new Misused(
      'Which gateway? Give --url (HALOSYNC_URL) and --api-key (HALOSYNC_API_KEY), or run this where npm start runs.',
    );
  if (!URL.canParse(found)) throw new Misused(`${found} is not an address.`);
  const base = found.replace(/\/+$/, '');
  if (apiKey !== undefined) return new Api(base, { apiKey });
  // The administrator's password of the local line is for that line only.
  if (local !== null && local.url.replace(/\/+$/, '') === base)
    return new Api(base, { email: local.adminEmail, password: local.adminPassword });
  return new Api(base, { nobody: true });
}

function localRun(env: Environment): z.output<typeof runFile> | null {
  try {
    return runFile.parse(JSON.parse(readFileSync(join(env.HALOSYNC_DATA_DIR, 'run.json'), 'utf8')));
  } catch {
    return null;
  }
}
