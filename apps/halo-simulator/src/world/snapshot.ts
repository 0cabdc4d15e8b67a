import { open, rename } from 'node:fs/promises';
import type { JournalLine } from './change';

const CHUNK_CHARACTERS = 256 * 1024;

/** Written aside, synced, then renamed: a snapshot is whole or not there. Yields between chunks so that calls are served. */
export async function writeSnapshot(path: string, lines: Iterable<JournalLine>): Promise<void> {
  const file = await open(`${path}.tmp`, 'w');
  let chunk = '';
  for (const line of lines) {
    chunk += `${JSON.stringify(line)}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    await file.write(chunk);
    chunk = '';
  }
  await file.write(chunk);
  await file.sync();
  await file.close();
  await rename(`${path}.tmp`, path);
}
