import type { connectorProto, explainedRecordSchema } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import { sameValue } from '@halosync/halo-json';
import type { z } from 'zod';

type Comparison = NonNullable<z.output<typeof explainedRecordSchema>['halo']>;

/**
 * What is held beside what Halo says now.
 * @param held the document of the row; null where there is none, or a tombstone.
 */
export function compareWithHalo(held: JsonObject | null, answer: connectorProto.ReadRecordResponse): Comparison {
  const { absent, callId, knownAt: askedAt } = answer;
  const found = { absent, callId, askedAt };
  if (absent || held === null) return { ...found, same: absent === (held === null), differences: [], notHeld: [] };
  const halo = JSON.parse(answer.documentJson) as JsonObject; // the connector sends a record
  const names = Object.keys(halo);
  const differences = names
    .filter((name) => Object.hasOwn(held, name) && !sameValue(held[name], halo[name]))
    .map((field) => ({ field, held: held[field] ?? null, halo: halo[field] ?? null }));
  return {
    ...found,
    same: differences.length === 0,
    differences,
    notHeld: names.filter((name) => !Object.hasOwn(held, name)),
  };
}
