import { rollingCountingAccepted } from './halo-limiters';
import { controls, haloLimiters, hardRegime, loads } from './loads';
import { longestConsoleWait, mostInAnyWindow, useOf } from './measures';
import { runWorld, type Outcome } from './world';

/** What one limiter made of one load. */
export interface LimiterRow {
  readonly limiter: string;
  readonly load: string;
  readonly calls: number;
  readonly refused: number;
  /** Share of the limit, 0 to 1. */
  readonly use: number;
  /** Most calls in any window, whatever its phase. */
  readonly fullest: number;
  readonly consoleWaitMs: number;
}

const LIMIT = 450;

/** Every kind of limiter under every load, each in a world of its own: `seed` and those after it. */
export function limiterRows(windows: number, seed: number): LimiterRow[] {
  return haloLimiters.flatMap(([limiter, refuses], row) =>
    loads.map(([load, greedy], column) =>
      rowOf(limiter, load, runWorld(seed + row * loads.length + column, hardRegime(greedy, refuses, windows))),
    ),
  );
}

/** The same with a mechanism left out, against the limiter that Halo's own words describe: a rolling window. */
export function controlRows(windows: number, seed: number): LimiterRow[] {
  return controls.map(([name, weakness]) =>
    rowOf(
      'rolling log',
      name,
      runWorld(seed, hardRegime(['refetch', 'backfill'], rollingCountingAccepted, windows), weakness),
    ),
  );
}

function rowOf(limiter: string, load: string, outcome: Outcome): LimiterRow {
  return {
    limiter,
    load,
    calls: outcome.arrivals.length,
    refused: outcome.refusals.length,
    use: useOf(outcome, LIMIT),
    fullest: mostInAnyWindow(outcome.arrivals),
    consoleWaitMs: longestConsoleWait(outcome),
  };
}
