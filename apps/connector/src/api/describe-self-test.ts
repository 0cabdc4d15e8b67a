import type { connectorProto } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import type { HeldSelfTest } from '../connections/connection';

/** A self-test as the outside sees it; what was not seen is absent. */
export function describeSelfTest({
  testedAt,
  calls,
  pageCap,
  pagingHonoured,
  clockOffsetMs,
  entities,
}: HeldSelfTest): connectorProto.SelfTest {
  return {
    testedAt,
    calls,
    ...(pageCap === null ? {} : { pageCap }),
    ...(pagingHonoured === null ? {} : { pagingHonoured }),
    ...(clockOffsetMs === null ? {} : { clockOffsetMs }),
    entities: entityNames.flatMap((entity) => {
      const habits = entities[entity];
      if (habits === undefined) return [];
      const { filterHonoured, idsHonoured } = habits;
      return [
        {
          entity,
          ...(filterHonoured === null ? {} : { filterHonoured }),
          ...(idsHonoured === null ? {} : { idsHonoured }),
        },
      ];
    }),
  };
}
