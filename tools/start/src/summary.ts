import { entityNames, perEntity, type EntityName } from '@halosync/contracts';
import type { Connection, Mirrored } from '@halosync/line';
import { count, plural } from './progress';

export interface EntitySummary {
  readonly inHalo: number;
  readonly inPostgres: number;
  readonly webhooks: number;
  readonly liveChanges: number;
  readonly state: string;
}

export type Summary = Record<EntityName, EntitySummary>;

/** Puts together what Halo has, what Postgres holds, and how it came there. */
export function summarise(
  inHalo: Readonly<Record<EntityName, number>>,
  mirrored: Readonly<Record<EntityName, Mirrored>>,
  webhooks: Readonly<Record<EntityName, number>>,
  connection: Connection,
): Summary {
  return perEntity((entity) => ({
    inHalo: inHalo[entity],
    inPostgres: mirrored[entity].rows,
    webhooks: webhooks[entity],
    liveChanges: mirrored[entity].liveChanges,
    state: connection.entities[entity].state,
  }));
}

/** Complete and equal, all four: nothing less counts. */
export function isWhole(summary: Summary): boolean {
  return entityNames.every(
    (entity) => summary[entity].state === 'complete' && summary[entity].inHalo === summary[entity].inPostgres,
  );
}

export function summaryTable(summary: Summary): string[] {
  const rows = entityNames.map((entity) => {
    const { inHalo, inPostgres, webhooks, liveChanges, state } = summary[entity];
    return [plural(entity), count(inHalo), count(inPostgres), count(webhooks), count(liveChanges), state];
  });
  return table(['', 'in Halo', 'in Postgres', 'webhooks received', 'changes live', ''], rows);
}

/** Words to the left, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const isText = (column: number): boolean => column === 0 || column === head.length - 1;
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const render = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ')
      .trimEnd();
  return [head, ...rows].map((cells) => `  ${render(cells)}`);
}
