import { WINDOW_MS, type Outcome } from './world';

/** The most requests that reached Halo within any window, whatever its phase. */
export function mostInAnyWindow(arrivals: readonly number[]): number {
  let [most, first] = [0, 0];
  for (let last = 0; last < arrivals.length; last++) {
    while ((arrivals[last] ?? 0) - (arrivals[first] ?? 0) >= WINDOW_MS) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/**
 * The share of the limit that was used: how full the rolling window was, averaged over the time from the end of the first
 * one on (bulk lanes start slowly). A count between two moments would tell on which side of them a burst fell.
 */
export function useOf({ arrivals, endMs }: Pick<Outcome, 'arrivals' | 'endMs'>, limit: number): number {
  const from = WINDOW_MS;
  const heldMs = arrivals.map((at) => Math.max(0, Math.min(endMs, at + WINDOW_MS) - Math.max(from, at)));
  return heldMs.reduce((sum, ms) => sum + ms, 0) / (endMs - from) / limit;
}

/** The longest that a person waited for a slot, in ms. */
export function longestConsoleWait({ requests }: Pick<Outcome, 'requests'>): number {
  return requests.reduce((most, { lane, waitedMs }) => (lane === 'console' ? Math.max(most, waitedMs) : most), 0);
}
