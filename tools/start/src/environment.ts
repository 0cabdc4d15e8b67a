import { resolve } from 'node:path';

export interface StartEnvironment {
  /** Everything, for the programs that we start. */
  readonly all: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly isUnderNpm: boolean;
}

/** The one place of the start script that reads the environment. */
export function startEnvironment(root: string): StartEnvironment {
  const all = process.env;
  const dataDir = all.HALOSYNC_DATA_DIR;
  return {
    all,
    dataDir: resolve(root, dataDir === undefined || dataDir === '' ? '.data' : dataDir),
    isUnderNpm: all.npm_lifecycle_event !== undefined,
  };
}
