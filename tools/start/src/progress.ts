import { entityNames, type EntityName } from '@halosync/contracts';
import type { Connection, SecondsLeft } from '@halosync/line';

type EntityState = Connection['entities'][EntityName];

const WIDTH = 28;

/** How far each entity is: one line each, with the seconds that the run itself says it will still take. */
export function progressLines(entities: Connection['entities'], left: SecondsLeft): string[] {
  return entityNames.map((entity) => progressLine(entity, entities[entity], left[entity]));
}

export function progressLine(entity: EntityName, state: EntityState, secondsLeft: number | undefined): string {
  const held = state.inPostgres ?? 0;
  const total = state.inHalo ?? 0;
  const isDone = state.state.startsWith('complete');
  const share = isDone ? 1 : total > 0 ? Math.min(held / total, 1) : 0;
  const full = Math.round(share * WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
  // Once complete, life goes on, and the total of the last full read is history.
  const counts = isDone ? count(held) : `${count(held)} / ${total > 0 ? count(total) : '?'}`;
  return [
    plural(entity).padEnd(8),
    bar,
    counts.padStart(17),
    `${String(Math.floor(share * 100)).padStart(3)} %`,
    tail(),
  ].join('  ');

  function tail(): string {
    if (isDone) return 'complete';
    if (state.state === 'never') return 'waiting';
    if (state.state !== 'running') return state.state;
    return secondsLeft === undefined ? '' : `${duration(secondsLeft)} left`;
  }
}

export function plural(entity: EntityName): string {
  return `${entity}s`;
}

/** 12,345: the same on every machine, whatever its locale. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

export function duration(seconds: number): string {
  if (seconds < 90) return `${String(Math.ceil(seconds))} s`;
  return seconds < 5_400 ? `${String(Math.round(seconds / 60))} min` : `${(seconds / 3_600).toFixed(1)} h`;
}
