import { randomInt } from 'node:crypto';
import type { Relay, RelayRun } from './model/run-relay-model';
import { runAnyOrder, runOneAtATime } from './model/run-relay-model';
import { RELAY_BATCH } from './relay';

// 2 × 900 and 2 × 100: the 2,000 seeds of every test run.
const FIXED_SEEDS = 900;
const FRESH_SEEDS = 100;
const TIMEOUT_MS = 300_000;

type Run = (seed: number) => Promise<RelayRun>;

/** Seeds that once broke a promise. */
const keptSeeds: readonly (readonly [name: keyof typeof models, seed: number])[] = [];

const models = { 'any order': runAnyOrder, 'one at a time': runOneAtATime } as const satisfies Record<string, Run>;

const fixed = Array.from({ length: FIXED_SEEDS }, (_, index) => index + 1);
const fresh = Array.from({ length: FRESH_SEEDS }, () => randomInt(FIXED_SEEDS + 1, 2 ** 32));

async function violationsOf(run: Run, seeds: readonly number[]): Promise<string[]> {
  const violations: string[] = [];
  for (const seed of seeds) {
    for (const violation of (await run(seed)).violations) violations.push(`seed ${String(seed)}: ${violation}`);
  }
  return violations;
}

async function firstBroken(run: Run, violation: string, seeds: number): Promise<number | null> {
  for (let seed = 1; seed <= seeds; seed++) if ((await run(seed)).violations.includes(violation)) return seed;
  return null;
}

describe.each(Object.entries(models))('the relay, %s', (name, run) => {
  it.each([
    ['fixed', fixed],
    ['fresh', fresh],
    ['kept', keptSeeds.filter(([model]) => model === name).map(([, seed]) => seed)],
  ])(
    'loses nothing, repeats nothing but after a crash, keeps the order: %s seeds',
    async (_, seeds) => {
      expect(await violationsOf(run, seeds)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it('does repeat after a crash between send and commit', async () => {
    const runs = await Promise.all(fixed.slice(0, 20).map((seed) => run(seed)));
    expect(runs.some(({ sent }) => new Set(sent.map(({ row }) => row)).size < sent.length)).toBe(true);
  });
});

/** Marks, commits, and only then sends. */
const markFirst: Relay = async (store, publish) => {
  const rows = await store.transaction(async (batch) => {
    const taken = await batch.take(RELAY_BATCH);
    await batch.markPublished(taken);
    return taken;
  });
  if (rows.length > 0) await publish(rows);
  return rows.length;
};

describe('negative control: without it, a promise breaks', () => {
  it.each<[string, Run, string, number]>([
    [
      'a last id instead of a flag on each row',
      (seed) => runAnyOrder(seed, { flagsRows: false, locksRows: true }),
      'a committed row was lost',
      20,
    ],
    [
      'rows that nobody locks',
      (seed) => runAnyOrder(seed, { flagsRows: true, locksRows: false }),
      'sent twice without a crash',
      20,
    ],
    [
      'mark before send, any order',
      (seed) => runAnyOrder(seed, { flagsRows: true, locksRows: true }, markFirst),
      'a committed row was lost',
      20,
    ],
    [
      'mark before send, one at a time',
      (seed) => runOneAtATime(seed, { locks: true, stampsFirst: true }, markFirst),
      'a committed row was lost',
      20,
    ],
    [
      'several ordered relays at once',
      (seed) => runOneAtATime(seed, { locks: false, stampsFirst: true }),
      'revisions inverted on the topic',
      200,
    ],
    [
      'several relays that stamp what they publish',
      (seed) => runOneAtATime(seed, { locks: false, stampsFirst: false }),
      'revisions inverted in positions',
      50,
    ],
    // After a crash, rows that committed late with lower ids are stamped first, and a position sent before belongs to another row.
    [
      'positions that are stamped only when published',
      (seed) => runOneAtATime(seed, { locks: true, stampsFirst: false }),
      'a position was sent that belongs to another row',
      200,
    ],
    [
      'positions that are stamped only when published, for a receiver that goes by them',
      (seed) => runOneAtATime(seed, { locks: true, stampsFirst: false }),
      'revisions inverted for a receiver by position',
      200,
    ],
  ])(
    '%s',
    async (_, run, violation, seeds) => {
      expect(await firstBroken(run, violation, seeds)).not.toBeNull();
    },
    TIMEOUT_MS,
  );
});
