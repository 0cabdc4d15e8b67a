import type { Connection, EntityName, Run } from '../api/types';
import { percentOf } from '../format/number';

export interface Progress {
  readonly have: number;
  /** null until Halo has said. */
  readonly of: number | null;
  /** Whole, 0–99 while it runs, 100 when complete. */
  readonly percent: number;
}

/** How far one entity is: what the run has committed while one runs, the rows held else. */
export function entityProgress(connection: Connection, run: Run | undefined, entity: EntityName): Progress {
  const held = connection.entities[entity];
  const running = run?.endedAt === null ? run.entities[entity] : undefined;
  const of = running?.inHalo ?? held.inHalo;
  if (held.state === 'complete' || held.state === 'complete_with_exceptions')
    return { have: held.inPostgres ?? 0, of, percent: 100 };
  const have = Math.max(running?.committed ?? 0, held.inPostgres ?? 0);
  return { have, of, percent: of === null ? 0 : Math.min(99, percentOf(have, of)) };
}

/** All four together; null for `of` until each has a total. */
export function totalProgress(connection: Connection, run: Run | undefined): Progress {
  const parts = Object.keys(connection.entities).map((name) => entityProgress(connection, run, name as EntityName)); // keyed by entity
  const have = parts.reduce((sum, part) => sum + Math.min(part.have, part.of ?? part.have), 0);
  const of = parts.some((part) => part.of === null) ? null : parts.reduce((sum, part) => sum + (part.of ?? 0), 0);
  const isDone = parts.every(({ percent }) => percent === 100);
  return { have, of, percent: of === null ? 0 : isDone ? 100 : Math.min(99, percentOf(have, of)) };
}
