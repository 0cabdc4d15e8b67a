import type { EntityName } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import type { ListPage } from '../records/list-page';
import { listPage } from '../records/list-page';
import type { PageRequest } from '../resources/resource-url';
import { MAX_PAGE_SIZE } from '../resources/resource-url';
import { resources } from '../resources/resources';
import type { HaloApi } from '../transport/halo-call';
import { smallest } from './first-read';
import { pageCap } from './page-cap';
import type { ReadOutcome } from './read-outcome';
import type { ReadOutcomes } from './read-verdict';
import type { EntityHabits, SelfTest } from './test-result';
import type { TestRun } from './test-run';

type Readable = Extract<ReadOutcome, { kind: 'readable' }>;

interface Probe {
  readonly entity: EntityName;
  readonly about: 'paging' | 'filter';
  readonly request: PageRequest;
}

const YEAR_MS = 365 * 24 * 60 * 60 * 1_000;

/**
 * Looks at how this Halo answers, with the calls that are left. Each call answers what it can: page 2 of the longest list
 * tells whether it is another page than the first and how many rows one brings; nothing can have changed in the next
 * year, so rows of it tell of a filter that is ignored; how ids are listed the first reads have shown.
 */
export async function selfTest(
  run: TestRun,
  api: HaloApi,
  outcomes: ReadOutcomes,
  callsLeft: number,
): Promise<Omit<SelfTest, 'calls'>> {
  const readable = new Map(
    [...outcomes].flatMap(([entity, outcome]) => (outcome.kind === 'readable' ? [[entity, outcome] as const] : [])),
  );
  const probes = probesFor(readable).slice(0, Math.max(0, callsLeft));
  const answers = await run.glances(
    'self_test',
    probes.map(({ entity, request }) => (timing) => {
      const send: HaloApi['send'] = (call) => api.send({ ...call, ...timing });
      return listPage({ ...api, send }, resources[entity], request);
    }),
  );
  const answerTo = (about: Probe['about'], entity?: EntityName): ListPage | null => {
    const index = probes.findIndex((probe) => probe.about === about && (entity ?? probe.entity) === probe.entity);
    return answers[index] ?? null;
  };
  const habits = entityNames.flatMap((entity): [EntityName, EntityHabits][] => {
    const first = readable.get(entity);
    if (first === undefined) return [];
    const filtered = answerTo('filter', entity);
    return [
      [
        entity,
        {
          filterHonoured: filtered === null ? null : filtered.rows.length === 0,
          idsHonoured: first.idsHonoured,
        },
      ],
    ];
  });
  return { ...pagingOf(longest(readable)?.[1], answerTo('paging')), entities: Object.fromEntries(habits) };
}

/** Those that matter most first. */
function probesFor(readable: ReadonlyMap<EntityName, Readable>): Probe[] {
  const [entity] = longest(readable) ?? [];
  const paging: Probe[] =
    entity === undefined ? [] : [{ entity, about: 'paging', request: { page: 2, pageSize: MAX_PAGE_SIZE } }];
  const future = { page: 1, pageSize: 1, changedSince: new Date(Date.now() + YEAR_MS) };
  // Where there is nothing at all, nothing proves nothing.
  const filtered = [...readable].filter(([name, { rows }]) => rows > 0 && resources[name].changedSince === 'filter');
  return [...paging, ...filtered.map(([name]) => ({ entity: name, about: 'filter', request: future }) as const)];
}

/** Of what shows a record at all. */
function longest(readable: ReadonlyMap<EntityName, Readable>): readonly [EntityName, Readable] | undefined {
  const shown = [...readable].filter(([, { rows }]) => rows > 0);
  return shown.sort(([, one], [, other]) => (other.recordCount ?? 0) - (one.recordCount ?? 0))[0];
}

function pagingOf(first: Readable | undefined, second: ListPage | null): Pick<SelfTest, 'pagingHonoured' | 'pageCap'> {
  if (first === undefined || second === null || first.firstId === null) return { pagingHonoured: null, pageCap: null };
  // In the order of ids a second page begins behind the smallest.
  const pagingHonoured = smallest(second.rows.map(({ id }) => id)) !== first.firstId;
  return { pagingHonoured, pageCap: pagingHonoured ? pageCap(second.rows.length, first.recordCount) : null };
}
