import type { entityProto } from '@halosync/contracts';
import type { TallySums } from './run';
import { noTally } from './run';

/** Calls that count, with how many copies each published. */
export type PublishedCalls = ReadonlyMap<string, number>;

const verdicts = Object.keys(noTally) as (keyof TallySums)[]; // the keys of an object of that type
const judgements = verdicts.filter((verdict) => verdict !== 'dropped');

/** Sums over the calls that a checkpoint names; others were cut off by a crash, and their pages read again. */
export function sumTally(calls: readonly entityProto.CallTally[], published: PublishedCalls): TallySums {
  const sums = { ...noTally };
  for (const call of calls) {
    if (!published.has(call.callId)) continue;
    for (const verdict of verdicts) sums[verdict] += call[verdict];
  }
  return sums;
}

/** Copies that the service has judged; one that it dropped as a repeat was judged before. */
export const committedOf = (tally: TallySums): number => judgements.reduce((sum, verdict) => sum + tally[verdict], 0);

/**
 * How many copies the service has not judged yet. `dropped` does not count: a copy delivered twice is dropped the second
 * time, and would stand in for one that has not arrived.
 */
export function unjudged(calls: readonly entityProto.CallTally[], published: PublishedCalls): number {
  const counted = new Map(
    calls.map((call) => [call.callId, judgements.reduce((sum, verdict) => sum + call[verdict], 0)]),
  );
  let missing = 0;
  for (const [callId, count] of published) missing += Math.max(0, count - (counted.get(callId) ?? 0));
  return missing;
}
