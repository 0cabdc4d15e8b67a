import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/** The secret in this file; the first time, a new one is made. Readable by its owner alone. */
export async function secretFile(
  path: string,
  make = (): string => randomBytes(18).toString('base64url'),
): Promise<string> {
  try {
    await writeFile(path, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  } catch {
    // It is there already.
  }
  return (await readFile(path, 'utf8')).trim();
}
