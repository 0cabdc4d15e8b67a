import { createWriteStream, renameSync, statSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Screen } from './screen';

const KEEP_BYTES = 20 * 1024 * 1024;

const SHOWN = new Set<unknown>(['error', 'fatal']);

// Everything else in a line is for the file.
const logLine = z.object({
  msg: z.string(),
  level: z.string().optional(),
  error: z.string().optional(),
});
// The Kafka client calls every retry an error, also while a broker is on its way up; the program tells what matters.
const KAFKA_CLIENT = 'kafka client';

/** One file of log per program; errors are shown as well. */
export class ProgramLogs {
  private readonly files = new Map<string, WriteStream>();
  private isQuiet = false;

  constructor(
    private readonly directory: string,
    private readonly screen: Screen,
  ) {}

  take(name: string, line: string): void {
    this.file(name).write(`${line}\n`);
    const shown = shownOf(line);
    if (shown !== undefined && !this.isQuiet) this.screen.line(`[${name}] ${shown}`);
  }

  /** While everything stops, a program that loses its peers says so; the files keep that. */
  quiet(): void {
    this.isQuiet = true;
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.files.values()].map(
        (file) =>
          new Promise<void>((resolve) => {
            file.end(resolve);
          }),
      ),
    );
  }

  private file(name: string): WriteStream {
    const open = this.files.get(name);
    if (open !== undefined) return open;
    const path = join(this.directory, `${name}.log`);
    shorten(path);
    const file = createWriteStream(path, { flags: 'a', mode: 0o600 });
    file.on('error', () => undefined); // a full disk: the programs matter more than their logs
    this.files.set(name, file);
    return file;
  }
}

/** What of a line is worth a place on the screen: errors, and what is no log line at all (a stack trace). */
export function shownOf(line: string): string | undefined {
  if (line.trim() === '') return undefined;
  const parsed = logLine.safeParse(parseJson(line));
  if (!parsed.success) return line;
  const { level, msg, error } = parsed.data;
  if (!SHOWN.has(level) || msg === KAFKA_CLIENT) return undefined;
  return error === undefined ? msg : `${msg}: ${error}`;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Keeps one older file beside the current one, so logs never fill a disk. */
export function shorten(path: string): void {
  try {
    if (statSync(path).size > KEEP_BYTES) renameSync(path, `${path}.1`);
  } catch {
    // There is none yet.
  }
}
