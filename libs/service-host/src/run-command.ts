import { loadConfig } from '@halosync/config';
import { createLog, errorFields } from '@halosync/observability';
import type { z } from 'zod';

/** A program that does one thing, says what was done in one log line, and ends: 0, or 1 with the reason. */
export async function runCommand<Shape extends z.ZodRawShape>(
  name: string,
  shape: Shape,
  work: (config: Readonly<z.output<z.ZodObject<Shape>>>) => Promise<Record<string, unknown>>,
): Promise<void> {
  const log = createLog(name, 'info');
  try {
    log.info('done', await work(loadConfig(shape)));
    process.exit(0);
  } catch (error) {
    log.fatal('failed', errorFields(error));
    process.exit(1);
  }
}
