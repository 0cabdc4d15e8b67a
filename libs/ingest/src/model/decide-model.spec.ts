import { randomInt } from 'node:crypto';
import type { Protections } from './protections';
import { allProtections } from './protections';
import type { RegimeName } from './regime';
import { regimes } from './regime';
import { runDecideModel } from './run-decide-model';
import type { WeakenedRule } from './weakened-rules';
import { weakenedRules } from './weakened-rules';
import type { Broken } from './witness';

// 9 × 200 and 200: the 2,000 seeds of every test run. A run takes about 5 ms of a free core.
const FIXED_SEEDS = 200;
const FRESH_SEEDS = 200;
// Many times what a busy machine needs.
const TIMEOUT_MS = 300_000;

/** Seeds that once broke a promise. */
const keptSeeds: readonly (readonly [RegimeName, number, Broken])[] = [
  ['ticketsMs', 4, 'details never came'],
  ['sitesMs', 20, 'details never came'],
  ['ticketsClockBack', 24, 'details never came'],
  ['sitesCached', 152, 'details never came'],
];

// Known at run time, and a subset of the keys by construction.
const regimeNames = Object.keys(regimes) as RegimeName[];

/** What went wrong, with all that it takes to see it again: put the first two words of a line into `keptSeeds`. */
function violationsOf(name: RegimeName, seed: number): string[] {
  const { violations } = runDecideModel(seed, regimes[name]);
  return violations.map(({ promise, detail }) => `['${name}', ${String(seed)}, '${promise}'] ${detail}`);
}

describe('the rule keeps its promises', () => {
  it.each(regimeNames)(
    '%s, fixed seeds',
    (name) => {
      const seeds = Array.from({ length: FIXED_SEEDS }, (_, index) => index + 1);
      expect(seeds.flatMap((seed) => violationsOf(name, seed))).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'all regimes, fresh seeds',
    () => {
      const violations: string[] = [];
      for (let index = 0; index < FRESH_SEEDS; index++) {
        const name = regimeNames[index % regimeNames.length] ?? 'ticketsMs';
        violations.push(...violationsOf(name, randomInt(FIXED_SEEDS + 1, 2 ** 32)));
      }
      expect(violations).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it.each(keptSeeds)(
    '%s, seed %i, which once meant: %s',
    (name, seed) => {
      expect(violationsOf(name, seed)).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

/** The first seed that breaks the promise in that regime. */
function firstBroken(regime: RegimeName, promise: Broken, protections: Protections, seeds: number): number | null {
  for (let seed = 1; seed <= seeds; seed++) {
    const { violations } = runDecideModel(seed, regimes[regime], protections);
    if (violations.some((violation) => violation.promise === promise)) return seed;
  }
  return null;
}

describe('negative control: without it, a promise breaks', () => {
  it.each<[WeakenedRule, RegimeName, Broken, number]>([
    ['a copy without any time is taken at its word', 'ticketsMs', 'heard but not held', 40],
    ['any 404 deletes', 'ticketsMs', 'wrong deletion', 40],
    ['any newer time revives', 'ticketsMs', 'wrong revival', 40],
    ['any later read revives', 'ticketsCached', 'wrong revival', 100],
    ['agreement is a change as well', 'ticketsMs', 'empty change', 10],
    ['an equal time wins', 'tickets1s', 'went backwards', 40],
    ['a list row wins at an equal time', 'ticketsCached', 'went backwards', 1_000],
    ['a later list row is proof', 'sitesCached', 'went backwards', 20],
    ['any read by id is proof', 'ticketsMs', 'went backwards', 20],
    ['a missing time is an old one', 'sitesMs', 'went backwards', 40],
    ['doubt is staleness', 'sitesMs', 'heard but not held', 40],
    ['an older time is stale however late it was read', 'ticketsClockBack', 'not held after a full run', 200],
    ['a copy without a time leaves the time held', 'sitesCached', 'went backwards', 200],
    ['a webhook does not count as known', 'ticketsMs', 'went backwards', 20],
    ['a partial copy leaves a whole row whole', 'ticketsMs', 'heard but not held', 40],
    ['a copy replaces the document', 'ticketsMs', 'field lost', 10],
  ])(
    'rule: %s (%s: %s)',
    (rule, regime, promise, seeds) => {
      expect(firstBroken(regime, promise, { ...allProtections, rule: weakenedRules[rule] }, seeds)).not.toBeNull();
    },
    TIMEOUT_MS,
  );

  it.each<[Exclude<keyof Protections, 'rule'>, RegimeName, Broken, number]>([
    // While Halo's clock runs forward, the rule alone keeps a repeated copy from changing a row twice.
    ['claimsDeliveries', 'sitesClockBack', 'changed twice', 100],
    ['commitsBeforeOffset', 'ticketsMs', 'heard but not held', 100],
    ['heedsGen', 'noTimes', 'heard but not held', 400],
    ['touchesTimelessRows', 'sitesMs', 'not held after a delta', 200],
    ['touchesThinnedRows', 'ticketsMs', 'details never came', 20],
    ['reconcileKeepsWindow', 'sitesMs', 'not held after a full run', 1_000],
  ])(
    '%s (%s: %s)',
    (protection, regime, promise, seeds) => {
      expect(firstBroken(regime, promise, { ...allProtections, [protection]: false }, seeds)).not.toBeNull();
    },
    TIMEOUT_MS,
  );
});
