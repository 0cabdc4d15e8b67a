import { Expectations } from './expectations';
import { HaloSource } from './halo-source';
import { Mirror } from './mirror';
import type { Protections } from './protections';
import { allProtections } from './protections';
import { ReceivedTopic } from './received-topic';
import { RefetchQueue } from './refetch-queue';
import type { Regime } from './regime';
import { SeededRandom } from './seeded-random';
import { SyncRuns } from './sync-runs';
import { Timeline } from './timeline';
import { Webhooks } from './webhooks';
import type { Broken, Violation } from './witness';
import { Witness } from './witness';

const CHANGES = 60;

export interface ModelRun {
  readonly violations: readonly Violation[];
  readonly chunks: number;
  readonly reads: number;
}

/** One run of the model: a few minutes of changes seen by everybody at once, then quiet, and the reckoning. */
export function runDecideModel(seed: number, regime: Regime, protections: Protections = allProtections): ModelRun {
  const timeline = new Timeline();
  const random = new SeededRandom(seed);
  const witness = new Witness(!regime.clockStepsBack);
  const mirror = new Mirror(protections, witness);
  const source = new HaloSource(timeline, random, regime);
  const asksForDetails = random.chance(0.5);
  const askedForDetails = new Set<number>();
  const topic = new ReceivedTopic(timeline, random, mirror, protections.commitsBeforeOffset, ({ doubted, thinned }) => {
    for (const id of asksForDetails ? thinned : []) askedForDetails.add(id);
    const touched = new Set([...doubted, ...(asksForDetails && protections.touchesThinnedRows ? thinned : [])]);
    for (const id of touched) timeline.after(random.delay(1_000, 5_000), () => queue.enqueue(id));
  });
  const queue = new RefetchQueue(timeline, random, source, topic, regime.copiesCarryTime, protections.heedsGen);
  const webhooks = new Webhooks(timeline, random, topic, queue, regime.copiesCarryTime);
  const runs = new SyncRuns(timeline, random, regime, protections, source, topic, queue);
  const expectations = new Expectations(regime, source, mirror);

  const lastChangeAt = scheduleChanges(timeline, random, source, webhooks);
  scheduleRuns(timeline, random, runs, lastChangeAt);
  if (regime.clockStepsBack) {
    for (let step = random.between(1, 2); step > 0; step--) {
      timeline.after(random.between(0, lastChangeAt), () => source.stepClockBack(random.between(1_000, 15_000)));
    }
  }

  const expect = (promise: Broken, problems: readonly string[]): void => {
    for (const problem of problems) witness.report(promise, problem);
  };
  try {
    timeline.drain();
    if (!regime.clockStepsBack) expect('heard but not held', expectations.afterWebhooks(webhooks.heard));
    expect('details never came', expectations.ofDetails(askedForDetails));
    // Later than any list's cache is old.
    timeline.after(30_000, () => runs.delta());
    timeline.drain();
    if (!regime.clockStepsBack) expect('not held after a delta', expectations.afterDelta());
    runs.full();
    timeline.drain();
    runs.compareIds(mirror.liveIds(source.ids()));
    timeline.drain();
    expect('not held after a full run', expectations.afterFullRun());
  } catch (error) {
    witness.report('never at rest', String(error));
  }
  return { violations: witness.violations, chunks: mirror.chunks, reads: queue.reads };
}

/** In bursts, as people work. */
function scheduleChanges(timeline: Timeline, random: SeededRandom, source: HaloSource, webhooks: Webhooks): number {
  let at = 0;
  for (let change = 0; change < CHANGES; change++) {
    at += random.chance(0.6) ? random.between(0, 1_500) : random.between(0, 15_000);
    timeline.after(at, () => webhooks.send(source.change()));
  }
  return at;
}

/** The first read of all at once, deltas in between, and often a full run. */
function scheduleRuns(timeline: Timeline, random: SeededRandom, runs: SyncRuns, lastChangeAt: number): void {
  timeline.after(0, () => runs.full());
  for (let at = random.between(60_000, 90_000); at < lastChangeAt; at += random.between(60_000, 120_000))
    timeline.after(at, () => runs.delta());
  if (random.chance(0.5)) timeline.after(random.between(60_000, lastChangeAt + 120_000), () => runs.full());
}
