import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the pages, found upwards from the running program: a bundle, a test and an image all find the one copy. */
export function publicFolder(from: string = process.argv[1] ?? process.cwd()): string {
  for (const start of [dirname(from), process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      const candidate = join(folder, 'apps', 'gateway', 'public');
      if (existsSync(candidate)) return candidate;
      if (folder === dirname(folder)) break;
    }
  }
  throw new Error('apps/gateway/public is missing beside this program.');
}
