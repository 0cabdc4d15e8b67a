const BASE_MS = 200;
const CAP_MS = 30_000;

/** Full jitter: a random wait in milliseconds between 0 and min(30 s, 200 ms · 2^attempt). Spreads retries of many workers. */
export function fullJitterMs(attempt: number, random: () => number = Math.random, capMs = CAP_MS): number {
  return random() * Math.min(capMs, BASE_MS * 2 ** Math.min(attempt, 30));
}
