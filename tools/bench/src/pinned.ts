import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { ProcessSpec } from '@halosync/supervisor';

/**
 * Which processor a process keeps to, where the system can say so (Linux): who is measured has the first, the load comes
 * from the last. Servers go where they like.
 */
export const PROCESSORS = { measured: 0, load: availableParallelism() - 1 } as const;

const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

/** The same command, kept to one processor; as it is where there is no `taskset`. */
export function pinned<Spec extends Pick<ProcessSpec, 'command' | 'args'>>(
  spec: Spec,
  where: keyof typeof PROCESSORS,
): Spec {
  if (!hasTaskset) return spec;
  return { ...spec, command: 'taskset', args: ['-c', String(PROCESSORS[where]), spec.command, ...spec.args] };
}
