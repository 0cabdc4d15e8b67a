import { loadConfig } from '@halosync/config';
import { createLog, errorFields } from '@halosync/observability';
import type { z } from 'zod';

/** The explicit step before a version starts: does its work, says what was done, and ends. */
export async function runMigration<Shape extends z.ZodRawShape>(
  name: string,
  shape: Shape,
  work: (config: Readonly<z.output<z.ZodObject<Shape>>>) => Promise<Record<string, unknown>>,
): Promise<void> {
  const log = createLog(`${name} migration`, 'info');
  try {
    log.info('migrated', await work(loadConfig(shape)));
    process.exit(0);
  } catch (error) {
    log.fatal('migration failed', errorFields(error));
    process.exit(1);
  }
}
