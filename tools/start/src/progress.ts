import { entityNames, type EntityName } from '@halosync/contracts';
import type { Connection } from '@halosync/line';

type EntityState = Connection['entities'][EntityName];

const WIDTH = 28;
// A rate over the last seconds: since the beginning it would lag behind every pause, from one look to the next it jumps.
const WINDOW_MS = 8_000;

interface Sample {
  readonly at: number;
  readonly held: number;
}

/** How far each entity is: one line each, with the rate and the time it will still take. */
export class Progress {
  private readonly samples = new Map<EntityName, Sample[]>();

  lines(entities: Connection['entities'], now: number): string[] {
    return entityNames.map((entity) => {
      const state = entities[entity];
      return progressLine(entity, state, this.rate(entity, state.inPostgres ?? 0, now));
    });
  }

  private rate(entity: EntityName, held: number, now: number): number {
    const samples = [...(this.samples.get(entity) ?? []), { at: now, held }];
    while (samples.length > 2 && (samples[0]?.at ?? now) < now - WINDOW_MS) samples.shift();
    this.samples.set(entity, samples);
    const first = samples[0];
    if (first === undefined || now <= first.at) return 0;
    return Math.max(0, ((held - first.held) * 1_000) / (now - first.at));
  }
}

export function progressLine(entity: EntityName, state: EntityState, perSecond: number): string {
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
    if (perSecond < 0.1) return '';
    const rate = `${count(Math.round(perSecond))}/s`.padStart(7);
    return total > held ? `${rate}  ${duration((total - held) / perSecond)} left` : rate;
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
