import { runToEnd, type Guardian } from '@halosync/supervisor';
import type { LineSettings } from './line-settings';
import { migrationSpec } from './program-spec';
import type { LineProgram } from './programs';

/** Brings one program's tables up to date; the connector's step makes the topics too. Each has a schema of its own. */
export async function migrateProgram(
  name: LineProgram,
  settings: LineSettings,
  options: { guardian: Guardian; onLine?: (line: string) => void; signal?: AbortSignal },
): Promise<void> {
  const spec = migrationSpec(name, settings);
  if (spec !== undefined) await runToEnd(spec, options);
}
