import type { RunView } from '@halosync/contracts';

const WIDTH = 30;

/** A run as bars, one for each entity. */
export function progressLines(run: Pick<RunView, 'entities'>): string[] {
  return Object.entries(run.entities).map(([entity, counts]) => {
    const { inHalo, seen, state } = counts;
    const share = inHalo === null || inHalo === 0 ? null : Math.min(1, seen / inHalo);
    const filled = Math.floor((share ?? (state === 'running' ? 0 : 1)) * WIDTH);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
    const total = inHalo === null ? '?' : String(inHalo);
    const dead = counts.dead > 0 ? `, ${String(counts.dead)} dead` : '';
    return `${entity.padEnd(8)} ${bar} ${String(seen)} of ${total}, ${String(counts.applied)} changed${dead}  ${state}`;
  });
}
