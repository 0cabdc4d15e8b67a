import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Jar } from './jar-folder';

/** Copies a jar that lies somewhere else, if it is the one we know. */
export async function takeIfGenuine(from: string, to: string, jar: Jar): Promise<boolean> {
  const bytes = await readFile(from).catch(() => undefined);
  return bytes !== undefined && (await keepIfGenuine(bytes, to, jar));
}

/** Writes a jar under its name, if its sum is right: nobody ever sees half of one. */
export async function keepIfGenuine(bytes: Uint8Array, to: string, jar: Jar): Promise<boolean> {
  if (createHash('sha256').update(bytes).digest('hex') !== jar.sha256) return false;
  const parts = `${to}.${String(process.pid)}`;
  await writeFile(parts, bytes);
  await rename(parts, to);
  return true;
}
