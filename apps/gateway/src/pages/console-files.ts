import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** One built file, and its compressed form where it is text. */
export interface ConsoleFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly gzipped: Buffer | null;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The console as it was built, by the path under which browsers ask. About a megabyte: it is read once and kept. */
export async function consoleFiles(folder: string): Promise<ReadonlyMap<string, ConsoleFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name) in types);
  return new Map(
    await Promise.all(
      files.map(async (entry): Promise<[string, ConsoleFile]> => {
        const path = join(entry.parentPath, entry.name);
        return [`/${relative(folder, path).split(sep).join('/')}`, await consoleFile(path)];
      }),
    ),
  );
}

async function consoleFile(path: string): Promise<ConsoleFile> {
  const bytes = await readFile(path);
  const isFont = extname(path) === '.woff2'; // compressed by its format
  return {
    type: types[extname(path)] ?? 'application/octet-stream',
    bytes,
    gzipped: isFont ? null : await promisify(gzip)(bytes),
  };
}
