import { recordKey } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import type { Held } from '../copy';
import type { Verdict } from '../decide';
import type { Candidate } from '../decode-message';
import { fold } from '../fold';
import type { Rule } from './protections';
import type { Sighting } from './sighting';

/** One copy against the row that the one before it left. */
export interface Step {
  readonly sighting: Sighting;
  readonly key: string;
  readonly verdict: Verdict;
  readonly before: Held | undefined;
  readonly after: Held | undefined;
}

/** All that a chunk writes. */
export interface ChunkOutcome {
  readonly rows: ReadonlyMap<string, Held>;
  readonly versions: readonly {
    readonly deliveryId: string;
    readonly part: number;
    readonly revision: number;
    readonly document: JsonObject;
  }[];
  /** Records to be read because a copy could not be placed. */
  readonly doubted: ReadonlySet<number>;
  /** Records to be read because their details are behind the rest. */
  readonly thinned: ReadonlySet<number>;
}

/** Each copy by itself: what a consumer does whose chunks hold one message. */
export function oneByOne(rule: Rule, sightings: readonly Sighting[], held: ReadonlyMap<string, Held>): Step[] {
  const rows = new Map(held);
  return sightings.map((sighting) => {
    const { facts, copy } = sighting.candidate;
    const key = recordKey(facts.connectionId, facts.haloId);
    const before = rows.get(key);
    const verdict = rule.decide(copy, before);
    const after = rule.applyVerdict(verdict, copy, before);
    if (after !== undefined) rows.set(key, after);
    return { sighting, key, verdict, before, after };
  });
}

export function outcomeOfSteps(steps: readonly Step[]): ChunkOutcome {
  const written = steps.filter(({ before, after }) => after !== before);
  const changes = written.filter(({ before, after }) => after?.revision !== before?.revision);
  return {
    rows: new Map(written.flatMap(({ key, after }) => (after === undefined ? [] : [[key, after]]))),
    versions: changes.flatMap(({ sighting, after }) =>
      after === undefined ? [] : [version(sighting.candidate, after)],
    ),
    doubted: idsOf(steps.filter(({ verdict }) => verdict === 'recheck')),
    thinned: idsOf(steps.filter((step) => leavesDetailsBehind(step) || bringsDetailsTooLate(step))),
  };
}

const leavesDetailsBehind = ({ before, after }: Step): boolean =>
  after?.revision !== before?.revision && before?.isWhole === true && after?.isWhole === false;

const bringsDetailsTooLate = ({ verdict, before, sighting }: Step): boolean =>
  verdict === 'stale' && sighting.candidate.facts.kind === 'record' && before?.isWhole === false;

/** The whole chunk at once, as the service does it. */
export function outcomeOfFold(sightings: readonly Sighting[], held: ReadonlyMap<string, Held>): ChunkOutcome {
  const folded = fold(
    sightings.map(({ candidate }) => candidate),
    held,
  );
  return {
    rows: new Map(
      [...folded.changed, ...folded.proved].map(({ last, after }) => [
        recordKey(last.facts.connectionId, last.facts.haloId),
        after,
      ]),
    ),
    versions: folded.versions.map(({ candidate, revision, document }) => version(candidate, { revision, document })),
    doubted: new Set(
      folded.verdicts.filter(({ verdict }) => verdict === 'recheck').map(({ candidate }) => candidate.facts.haloId),
    ),
    thinned: new Set(folded.thinned.map(({ facts }) => facts.haloId)),
  };
}

function version(
  { facts: { deliveryId, part } }: Candidate,
  { revision, document }: Pick<Held, 'revision' | 'document'>,
): ChunkOutcome['versions'][number] {
  return { deliveryId, part, revision, document };
}

const idsOf = (steps: readonly Step[]): Set<number> =>
  new Set(steps.map(({ sighting }) => sighting.candidate.facts.haloId));
