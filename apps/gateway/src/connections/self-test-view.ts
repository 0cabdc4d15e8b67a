import type { connectorProto, selfTestSchema } from '@halosync/contracts';
import { isEntityName } from '@halosync/contracts';
import type { z } from 'zod';

type SelfTestView = z.output<typeof selfTestSchema>;

/** A self-test as the API shows it; null where a connection was never tested. */
export function selfTestView(held: connectorProto.SelfTest | null | undefined): SelfTestView | null {
  if (held === null || held === undefined) return null;
  const entities: SelfTestView['entities'] = {};
  for (const { entity, filterHonoured, idsHonoured } of held.entities) {
    if (isEntityName(entity))
      entities[entity] = { filterHonoured: filterHonoured ?? null, idsHonoured: idsHonoured ?? null };
  }
  return {
    testedAt: held.testedAt,
    calls: held.calls,
    pageCap: held.pageCap ?? null,
    pagingHonoured: held.pagingHonoured ?? null,
    clockOffsetMs: held.clockOffsetMs ?? null,
    entities,
  };
}
