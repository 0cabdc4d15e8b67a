import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder of the repository, found upwards from the running program: a bundle, a test and an image all find the one copy. */
export function folderAbove(path: string, from: string = process.argv[1] ?? process.cwd()): string | null {
  for (const start of [dirname(from), process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      const candidate = join(folder, path);
      if (existsSync(candidate)) return candidate;
      if (folder === dirname(folder)) break;
    }
  }
  return null;
}
