import type { EntityName } from '@halosync/contracts';
import { recordContracts } from '@halosync/contracts';
import type { Stage } from './stage';

/** Fields of the rows held that differ from Halo's own records, but for what a list row leaves out; of all live records, or of these. */
export async function differences(
  { halo, around }: Stage,
  connectionId: string,
  entity: EntityName,
  ids?: readonly number[],
): Promise<string[]> {
  const wanted = ids === undefined ? null : new Set(ids);
  const { detailOnly, modifiedField, listsCarryModified } = recordContracts[entity];
  // Held from a read by id; rows that carry no time say nothing of it.
  const untold = listsCarryModified ? detailOnly : [...detailOnly, modifiedField];
  const found: string[] = [];
  for (const { id, record } of await halo.records(entity)) {
    if (wanted !== null && !wanted.has(id)) continue;
    const row = around.services.row(entity, connectionId, id);
    if (row === undefined || row === null) {
      found.push(`${entity} ${String(id)} is missing`);
      continue;
    }
    for (const [field, value] of Object.entries(row)) {
      const truth = storable(record[field]);
      if (untold.includes(field) || JSON.stringify(value) === truth) continue;
      found.push(`${entity} ${String(id)}: ${field} is ${JSON.stringify(value)}, not ${String(truth)}`);
    }
  }
  return found;
}

/** Postgres takes no U+0000: it is replaced on the way. */
const storable = (value: unknown): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value).replaceAll('\\u0000', '\ufffd');
