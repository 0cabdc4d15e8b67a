import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of the .proto files, which gRPC loads at run time: found upwards from the running program, so that a
 * bundle under dist/, a test and an image all find the one copy.
 */
export function protoPath(from: string = process.argv[1] ?? process.cwd()): string {
  for (const start of [dirname(from), process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      const candidate = join(folder, 'libs', 'contracts', 'proto');
      if (existsSync(candidate)) return candidate;
      if (folder === dirname(folder)) break;
    }
  }
  throw new Error('libs/contracts/proto is missing beside this program.');
}
